import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { CellularError } from '../../modules/base/errors.js';
import { NodeBench } from '../firmware/node-bench.js';
import { check } from '../property.js';
import { utf8 } from '../support/bytes.js';
import { VirtualBench } from '../support/virtual-bench.js';
import { clientPlaces } from './injection/client-places.js';
import { hostileTexts, KNOWN_EXAMPLES } from './injection/hostile-texts.js';
import { modemPlaces } from './injection/modem-places.js';
import { nodePlaces } from './injection/node-places.js';
import { onTheWire, type Place } from './injection/place.js';

/** Of each of the known examples, and as many of chance. */
const RUNS = 40;

/** Asks what the module has kept of a login that is longer than documented (docs/facts.md#credentials). */
const READ_BACK = 'AT+MQTTUSER?';
/** Bytes of a client identifier. */
const DOCUMENTED_IDENTIFIER = 23;

/** Either the text is refused by name, and nothing is sent; or it arrives as it is, and the module does what it always does. */
function judge(place: Place, text: string, usual: readonly string[]): void {
  const outcome = place.hand(text);
  assert.equal('arrived' in outcome, place.takes(text), 'refusal' in outcome ? outcome.refusal.message : 'it was taken');
  if ('arrived' in outcome) {
    assert.deepEqual(outcome.arrived, [onTheWire(text)]);
    const { executed } = outcome;
    if (executed.includes(READ_BACK)) {
      assert.ok(utf8(text).length > DOCUMENTED_IDENTIFIER, 'what is as short as documented is not read back');
      // It takes its turn between commands of others, which come in another order then.
      assert.deepEqual([...executed].sort(), [...usual, READ_BACK].sort());
    } else {
      assert.deepEqual(executed, usual);
    }
    return;
  }
  const { refusal, sent } = outcome;
  assert.equal(refusal.code, 'invalid-argument', refusal.stack);
  const [named] = refusal.message.split(': ');
  assert.ok(named.includes(place.argument), refusal.message);
  assert.ok(!refusal.message.includes('CFUN'), refusal.message);
  assert.equal(sent, '');
}

for (const place of [...modemPlaces, ...clientPlaces, ...nodePlaces]) {
  test(`${place.name}: it is refused by name, or arrives as it is, and the module is told nothing else`, (t) => {
    const plain = place.hand(place.plain);
    if (!('arrived' in plain)) throw plain.refusal;
    t.deepEqual(plain.arrived, [place.plain]);
    for (const text of KNOWN_EXAMPLES) t.notThrows(() => judge(place, text, plain.executed), JSON.stringify(text));
    check(t, fc.property(hostileTexts, (text) => judge(place, text, plain.executed)), { runs: RUNS });
  });
}

test('whatever somebody publishes to a node, its module is told nothing but to read it and to answer', (t) => {
  let executed = new Set<string>();
  const bench = NodeBench.online({ interval: 86_400_000 }, { modem: { checkInterval: 86_400_000 } }, {
    onEvent: (event) => void (event.type === 'command' && executed.add(event.command)),
  });
  bench.time.advance(60_000);
  const property = fc.property(hostileTexts, (text) => {
    executed = new Set();
    bench.command(text);
    bench.time.advance(10_000);
    assert.deepEqual([...executed], ['AT+MQTTREAD=', 'AT+MQTTPUB=']);
  });
  check(t, property);
  t.true(bench.texts('response').length >= 100);
});

/** Commands that bring a modem and a client up, and publish. */
const MEANT = /^AT(\+(MIPCALL|MQTTUSER|MQTTWILL|MQTTOPEN|MQTTPUB|MQTTCLOSE|MQTTREAD|MQTTCONF|MIPNTP)=|\+\w+\?|\+CSQ|)$/;

const mostly = (plain: string): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: fc.constant(plain), weight: 5 }, hostileTexts, fc.constant(''));

interface Texts {
  readonly host: string;
  readonly id: string;
  readonly user: string;
  readonly password: string;
  readonly willTopic: string;
  readonly will: string;
  readonly topic: string;
  readonly payload: string;
}

test('whatever texts are given together, the module executes no command but those that were meant', (t) => {
  let executed: string[] = [];
  const bench = new VirtualBench({
    module: { onEvent: (event) => void (event.type === 'command' && executed.push(event.command)) },
  }).bringUp();
  let published = 0;
  const given = fc.record<Texts>({
    host: mostly('h'), id: mostly('i'), user: mostly('u'),
    password: mostly('p'), willTopic: mostly('w'), will: hostileTexts,
    topic: mostly('t'), payload: hostileTexts,
  });
  const property = fc.property(given, ({ host, id, user, password, willTopic, will, topic, payload }) => {
    executed = [];
    try {
      const client = bench.client({ host, id, user, password, will: { topic: willTopic, message: will } });
      bench.advance(15_000);
      try {
        client.client.write(new TextEncoder().encode(payload), { topic });
        published += 1;
      } finally {
        bench.advance(5_000);
        client.client.close();
        bench.advance(5_000);
      }
    } catch (error) {
      assert.ok(['invalid-argument', 'connection-lost', 'closed'].includes((error as CellularError).code), String(error));
    }
    assert.equal(bench.modem.connection, 500, 'the module was restarted');
    for (const command of executed) assert.match(command, MEANT);
  });
  check(t, property, { runs: 400 });
  t.true(published > 20, `${published} were published`);
});
