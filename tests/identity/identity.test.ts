import test from 'ava';
import { mc66x } from '../../host-sim/module/profile.js';
import { SimulatedStorage } from '../../host-sim/storage/simulated-storage.js';
import { senml } from '../../modules/senml.js';
import { Store } from '../../modules/store.js';
import { latin1 } from '../support/bytes.js';
import { TextMemory } from '../support/text-memory.js';
import { IdentityBench } from './identity-bench.js';

const MINUTE = 60_000;
const ICCID = '89860321249930012345';

test('a node is called after the module, in its topics and at the broker, and nothing is said before', (t) => {
  const bench = new IdentityBench({ nodeId: 'roof-{imei}' }, {}, { topics: { readings: 'plant/{nodeId}/air' } });
  bench.module.powerOn();
  bench.identity.start();
  bench.until(() => bench.names.length > 0, 'a name');
  const name = `roof-${mc66x.imei}`;
  t.deepEqual(bench.names, [name]);
  t.deepEqual(bench.received, []);
  bench.untilOnline();
  bench.until(() => bench.topics.length > 1, 'a reading');
  t.deepEqual(bench.topics, [`cellnode/${name}/status`, `plant/${name}/air`]);
  t.true(bench.broker.isConnected(name));
  bench.time.advance(10 * MINUTE);
  t.deepEqual(bench.names, [name]);
});

test('the module is asked once, and not restarted in between', (t) => {
  const bench = new IdentityBench({ nodeId: '{imei}' });
  bench.module.powerOn();
  bench.identity.start();
  bench.untilOnline();
  t.is(bench.boots, 1);
});

test('the memory of the modem is the program\'s where it has one', (t) => {
  const memory = new TextMemory();
  const bench = new IdentityBench({ nodeId: '{imei}', modem: { memory } });
  t.is(bench.identity.modem.memory, memory);
});

test('the SIM card gives the name, also one with a PIN, and encodings have it', (t) => {
  const bench = new IdentityBench(
    { nodeId: '{iccid}', network: { pin: '1234' } },
    { sim: { pin: '1234' } },
    { encoding: senml, configuration: { nodeId: ICCID, network: { pin: '1234' }, broker: { host: 'broker.example.com' } } },
  );
  bench.module.powerOn();
  bench.identity.start();
  bench.untilOnline();
  bench.until(() => bench.topics.length > 1, 'a reading');
  t.deepEqual(bench.names, [ICCID]);
  t.true(latin1(bench.received.at(-1)?.payload ?? new Uint8Array()).startsWith(`[{"bn":"${ICCID}/up/"`));
});

test('without a SIM card there is no name, until one is there', (t) => {
  const bench = new IdentityBench({ nodeId: '{iccid}' });
  bench.module.sim.remove();
  bench.module.powerOn();
  bench.identity.start();
  bench.time.advance(30 * MINUTE);
  t.deepEqual(bench.names, []);
  bench.module.sim.insert();
  bench.until(() => bench.names.length > 0, 'a name');
  t.deepEqual([bench.names, bench.received], [[ICCID], []]);
});

test('a module that does not come up for an hour is waited for', (t) => {
  const bench = new IdentityBench({ nodeId: '{imei}' });
  bench.identity.start();
  bench.time.advance(60 * MINUTE);
  t.deepEqual(bench.names, []);
  bench.module.powerOn();
  bench.until(() => bench.names.length > 0, 'a name');
  t.deepEqual(bench.names, [mc66x.imei]);
});

test('a module that does not tell is asked again, and nothing is said meanwhile', (t) => {
  const bench = new IdentityBench({ nodeId: '{imei}' });
  bench.refused = 'AT+CGSN';
  bench.module.powerOn();
  bench.identity.start();
  bench.until(() => bench.problems.length === 3, 'it is asked three times');
  t.is(bench.problems[0], 'nodeId: the module has not told its number, and is asked again (docs/identity.md)');
  bench.refused = undefined;
  bench.until(() => bench.names.length > 0, 'a name');
  t.deepEqual([bench.names, bench.received], [[mc66x.imei], []]);
});

test('a text, and the chip\'s number, need no module', (t) => {
  const bench = new IdentityBench({ nodeId: 'roof-{chip}', chip: () => '3c71bf4a' });
  bench.identity.start();
  t.deepEqual(bench.names, []);
  bench.time.advance(0);
  t.deepEqual(bench.names, ['roof-3c71bf4a']);
});

test('a name in the store comes first, and outlives the program', (t) => {
  const io = new SimulatedStorage();
  new Store({ io }).memory('node-id').write('gate-7');
  const bench = new IdentityBench({ nodeId: '{imei}', stored: new Store({ io }).memory('node-id') });
  bench.identity.start();
  bench.time.advance(0);
  t.deepEqual(bench.names, ['gate-7']);
});

test('a stored name that no node can have is told, and the template taken', (t) => {
  const bench = new IdentityBench({ nodeId: 'roof-1', stored: new TextMemory('a/b') });
  bench.identity.start();
  bench.time.advance(0);
  t.deepEqual([bench.names, bench.problems], [['roof-1'], ['nodeId: must not hold / (configuration)']]);
  const nameless = new IdentityBench({ nodeId: undefined, stored: new TextMemory('') });
  t.throws(() => nameless.identity.start(), { code: 'invalid-argument', message: 'nodeId: is required: no name is stored (docs/identity.md)' });
});

test('closed, it asks no more, and tells nothing', (t) => {
  const bench = new IdentityBench({ nodeId: '{imei}' });
  bench.module.powerOn();
  bench.identity.start();
  bench.time.advance(1000);
  bench.identity.close();
  bench.identity.close();
  bench.time.advance(10 * MINUTE);
  t.deepEqual([bench.names, bench.received], [[], []]);
  const quick = new IdentityBench({ nodeId: 'roof-1' });
  quick.identity.start();
  quick.identity.close();
  quick.time.advance(MINUTE);
  t.deepEqual(quick.names, []);
});

test('what can be no name is refused by name, before the module is asked', (t) => {
  const refuses = (options: ConstructorParameters<typeof IdentityBench>[0], message: string): void => {
    t.throws(() => new IdentityBench(options), { code: 'invalid-argument', message });
  };
  refuses({ nodeId: '{imie}' }, 'nodeId: {imie} is no variable; {imei}, {iccid}, {chip} are (docs/topics.md)');
  refuses({ nodeId: 'a/{imei}' }, 'nodeId: must not hold / (configuration)');
  refuses({ nodeId: `${'a'.repeat(50)}{imei}` }, 'nodeId: must be 1 to 64 bytes long, is 65 (configuration)');
  refuses({ nodeId: '{chip}' }, 'chip: must give the number for {chip} (docs/identity.md)');
  refuses({}, 'nodeId: is required without stored (docs/identity.md)');
  refuses({ nodeId: '{imei}', onKnown: undefined }, 'onKnown: must be a function (docs/identity.md)');
});
