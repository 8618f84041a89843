import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { FlashPower, PowerFailure } from '../../host-sim/flash/flash-power.js';
import { SimulatedStorage } from '../../host-sim/storage/simulated-storage.js';
import { RemoteSettings } from '../../modules/settings.js';
import { Store } from '../../modules/store.js';
import { check } from '../property.js';
import { TextMemory } from '../support/text-memory.js';
import { SettingsBench } from './settings-bench.js';

const MINUTE = 60_000;

function wornOut(): never {
  throw new Error('worn out');
}

test('an interval is in force at once, and after a restart; the answer tells what is set', (t) => {
  const bench = new SettingsBench(new TextMemory());
  const answer = bench.set({ sensors: { air: { interval: 30_000 } } }, { id: 'c1' });
  t.like(answer, { configuration: { sensors: { air: { interval: 30_000 } } }, id: 'c1' });
  t.is(answer.configuration?.pending, undefined);
  t.deepEqual([bench.node.sensors.intervalOf('air'), bench.node.sensors.intervalOf('supply')], [30_000, 60_000]);
  bench.restart();
  t.is(bench.node.sensors.intervalOf('air'), 30_000);
});

test('topics, encoding and health are in force with the next start, and wait until then', (t) => {
  const bench = new SettingsBench(new TextMemory());
  bench.set({ topics: { readings: 'cellnode/{nodeId}/air' }, health: { interval: 600_000, fields: ['uptime'] } });
  const answer = bench.set({ encoding: 'cbor' });
  t.deepEqual(answer.configuration?.pending, ['topics', 'encoding', 'health']);
  bench.restart();
  bench.time.advance(MINUTE);
  const on = (topic: string) => bench.hosted.received.filter((message) => message.topic === `cellnode/node-1/${topic}`);
  t.is(on('air').at(-1)?.payload[0], 0xa4);
  t.true(on('health').length > 0);
});

test('a reset is back at what the program has', (t) => {
  const memory = new TextMemory();
  const bench = new SettingsBench(memory);
  bench.set({ sensors: { air: { interval: 30_000 }, supply: { change: 5 } }, topics: { health: 'a/b' } });
  const partly = bench.ask({ configuration: { reset: ['sensors'], revision: bench.revision } }).configuration;
  t.deepEqual([partly?.sensors, partly?.topics], [undefined, { health: 'a/b' }]);
  t.is(bench.node.sensors.intervalOf('air'), 10_000);
  t.deepEqual(Object.keys(bench.ask({ configuration: { reset: true, revision: bench.revision } }).configuration ?? {}), ['revision']);
  bench.restart();
  t.deepEqual(bench.problems, []);
  t.is(bench.ask({ configuration: { reset: ['topics'], revision: bench.revision } }).reason, 'reset[0]: is not set');
});

test('what could cut the node off is refused by a word of its own, and changes nothing', (t) => {
  const memory = new TextMemory();
  const bench = new SettingsBench(memory);
  const before = memory.text;
  for (const [set, name] of [
    [{ broker: { host: 'evil.example.com' } }, 'broker'],
    [{ network: { apn: 'x', pin: '0000' } }, 'network'],
    [{ nodeId: 'other' }, 'nodeId'],
    [{ topicPrefix: 'other' }, 'topicPrefix'],
    [{ dutyCycle: { period: 604_800_000 } }, 'dutyCycle'],
    [{ topics: { command: 'nowhere' } }, 'topics.command'],
    [{ topics: { status: 'nowhere' } }, 'topics.status'],
    [{ sensors: { air: { interval: 5000 } }, broker: { password: 'p' } }, 'broker'],
  ] as const) {
    const { error, reason } = bench.set(set);
    t.deepEqual([error, reason], ['protected', `${name}: could cut the node off, or hand it to somebody else (docs/settings.md)`]);
  }
  t.is(memory.text, before);
  t.is(bench.node.sensors.intervalOf('air'), 10_000);
});

test('each value is held to the rules of construction, in its words', (t) => {
  const bench = new SettingsBench(new TextMemory());
  const reason = (set: object): string | undefined => bench.set(set).reason;
  t.is(reason({ sensors: { air: { interval: 999 } } }), 'air.interval: must be a whole number from 1000 to 86400000 (docs/settings.md)');
  t.is(reason({ sensors: { air: { change: -1 } } }), 'air.change: must be a number from 0 on (docs/settings.md)');
  t.is(reason({ health: { interval: 1 } }), 'health.interval: must be 60000 to 604800000 milliseconds (docs/health.md)');
  t.is(reason({ topics: { readings: 'a/#' } }), 'topics.readings: must not hold the wildcards + and # (docs/topics.md)');
  t.is(reason({ topics: { readings: '{topicPrefix}/{nodeId}/alarms' } }), 'topics.alarms: must be another than topics.readings (docs/topics.md)');
  t.is(reason({ encoding: 'xml' }), 'encoding: must be one of json, cbor, wide (docs/settings.md)');
  t.is(reason({ topics: { readings: 'a'.repeat(200), health: 'b'.repeat(200) } }), 'set: must be at most 400 characters with all that is set, are 438 (docs/settings.md)');
  t.like(bench.set({ sensors: { attic: { interval: 5000 } } }), { error: 'unknown-property', reason: 'attic' });
  t.like(bench.set({ colour: 'red' }), { error: 'unknown-property', reason: 'colour' });
  t.is(bench.ask({ configuration: {} }).reason, 'must be "get", or an object with set or reset, and revision');
  t.is(bench.ask({ configuration: { set: { encoding: 'cbor' } } }).reason, 'must be a whole number from 1 to 2147483647');
});

test('an id acts once, and what is retained acts no more once it has, through restarts and whatever was set since', (t) => {
  const bench = new SettingsBench(new TextMemory());
  const revision = bench.revision;
  bench.publish(JSON.stringify({ configuration: { set: { sensors: { air: { interval: 20_000 } } }, revision } }), true);
  bench.time.advance(MINUTE);
  t.is(bench.node.sensors.intervalOf('air'), 20_000);
  bench.set({ sensors: { air: { interval: 40_000 } } });
  for (let start = 0; start < 3; start += 1) {
    bench.restart();
    t.is(bench.node.sensors.intervalOf('air'), 40_000);
    t.like(JSON.parse(bench.hosted.texts('response').at(-1) ?? ''), { error: 'bad-value', command: 'configuration' });
  }
  const command = { configuration: { set: { sensors: { air: { interval: 50_000 } } }, revision: bench.revision }, id: 'once' };
  t.is(bench.ask(command).error, undefined);
  t.like(bench.ask(command), { repeated: true, id: 'once' });
});

test('a command that was planted for another node, or before the first start, acts on none', (t) => {
  const bench = new SettingsBench(new TextMemory());
  const other = new SettingsBench(new TextMemory('{"revision":5,"values":{}}'));
  t.not(bench.revision, other.revision);
  const answer = bench.ask({ configuration: { set: { sensors: { air: { interval: 20_000 } } }, revision: other.revision } });
  t.is(answer.reason, `revision: is for other settings than these, whose number is ${bench.revision}`);
  t.is(bench.node.sensors.intervalOf('air'), 10_000);
});

test('what a newer program has stored, or what breaks a rule by now, is left aside and told, and the rest holds', (t) => {
  const values = { calibration: { offset: 3 }, sensors: { air: { interval: 30_000 } }, health: { interval: 5 }, broker: { host: 'evil.example.com' } };
  const memory = new TextMemory(JSON.stringify({ revision: 7, values }));
  const bench = new SettingsBench(memory);
  t.is(bench.node.sensors.intervalOf('air'), 30_000);
  t.like(bench.ask({ configuration: 'get' }), { configuration: { revision: 7, sensors: values.sensors, left: ['calibration', 'health', 'broker'] } });
  t.is(bench.problems.length, 3);
  t.is(bench.set({ encoding: 'cbor' }).error, undefined);
  t.true(memory.text.includes('"calibration":{"offset":3}'));
});

test('a text that is none, and a memory that fails, cost no node', (t) => {
  for (const text of ['', 'rubbish', '{"revision":"x"}', 'null', '[]', '{"revision":3,"values":null}']) {
    const bench = new SettingsBench(new TextMemory(text));
    t.is(bench.node.sensors.intervalOf('air'), 10_000);
    t.is(bench.set({ sensors: { air: { interval: 30_000 } } }).error, undefined);
  }
  const bench = new SettingsBench({ read: () => undefined, write: wornOut });
  t.deepEqual(bench.problems, ['worn out']);
  t.like(bench.set({ sensors: { air: { interval: 30_000 } } }), { error: 'failed', reason: 'worn out' });
  t.is(bench.node.sensors.intervalOf('air'), 10_000);
});

test('power that fails in any write leaves the settings before, or the ones after', (t) => {
  for (const replacing of ['whole', 'erases-first', 'in-place'] as const) {
    for (let operation = 0; operation < 8; operation += 1) {
      const power = new FlashPower();
      const io = new SimulatedStorage({ replacing, power });
      const first = new SettingsBench(new Store({ io }).memory('settings'));
      first.set({ sensors: { air: { interval: 30_000 } } });
      power.failIn(power.operations + operation, ({ stored, wanted }) => stored.set(wanted.subarray(0, stored.length >> 1)));
      try {
        first.set({ sensors: { air: { interval: 40_000 } } });
      } catch (error) {
        if (!(error instanceof PowerFailure)) throw error;
      }
      power.restore();
      const after = new SettingsBench(new Store({ io }).memory('settings'));
      t.true([30_000, 40_000].includes(after.node.sensors.intervalOf('air')));
      t.deepEqual(after.problems, []);
    }
  }
});

test('whatever is sent, the node answers, starts again, and obeys', (t) => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(1000, 60_000, 'cbor', 'json', false, true, 'a/b', { interval: 60_000 }, { air: { interval: 5000 } }));
  const name = fc.constantFrom('sensors', 'topics', 'encoding', 'health', 'broker', 'nodeId');
  const set = fc.dictionary(name, value, { maxKeys: 3 });
  check(t, fc.property(fc.array(set, { maxLength: 3 }), (sets) => {
    const bench = new SettingsBench(new TextMemory());
    for (const each of sets) bench.set(each);
    bench.restart();
    // Whatever the encoding, it says what it is.
    bench.publish(JSON.stringify({ configuration: { reset: true, revision: 1 } }));
    bench.time.advance(MINUTE);
    assert.deepEqual([bench.node.session, bench.problems], ['ready', []]);
  }), { runs: 20 });
});

test('where the node cannot be made with what is set, it is made as it was flashed, and says so', (t) => {
  const bench = new SettingsBench(new TextMemory());
  bench.set({ encoding: 'wide', sensors: { air: { interval: 30_000 } } });
  bench.restart();
  t.deepEqual(bench.problems, ['outbox.maximumPayload: at most 0 (docs/facts.md#payload-limits)']);
  t.is(bench.node.sensors.intervalOf('air'), 10_000);
  t.deepEqual(bench.ask({ configuration: 'get' }).configuration?.left, ['encoding', 'sensors']);
  t.is(bench.ask({ configuration: { reset: ['encoding'], revision: bench.revision } }).error, undefined);
  bench.restart();
  t.is(bench.node.sensors.intervalOf('air'), 30_000);
});

test('what is no memory, and a command of the same name, are refused by name', (t) => {
  t.throws(() => new RemoteSettings({} as never), { message: /^memory: must be a HostMemory/ });
  const settings = new RemoteSettings({ memory: new TextMemory() });
  t.throws(() => settings.node({ commands: { configuration: { run: () => undefined } } } as never), { message: /^commands\.configuration: is the settings' own/ });
});
