import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Command } from '../../modules/at/command.js';
import type { AnyValues } from '../../modules/at/field.js';
import type { CellularError } from '../../modules/base/errors.js';
import { mqttOpen, mqttPublish, mqttSubscribe, mqttUser, mqttWill } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { dial } from '../../modules/fibocom/network.js';
import { commands } from '../../modules/fibocom/table.js';
import { check } from '../property.js';
import { settledBench, slicedBuffer } from './bench.js';
import { brokenValuesFor, valuesFor } from './values.js';

/** A command, an argument of it, and values with a text in that place. */
const targets: readonly (readonly [Command, string, (text: string) => AnyValues])[] = [
  [mqttPublish, 'topic', (text) => [1, text, 0, 0, 'x']],
  [mqttPublish, 'payload', (text) => [1, 't', 0, 0, text]],
  [mqttPublish, 'payload', (text) => [1, 't', 0, 0, slicedBuffer(text)]],
  [mqttSubscribe, 'topic', (text) => [1, text, 0]],
  [mqttWill, 'payload', (text) => [1, 't', 0, 0, text]],
  [mqttUser, 'user', (text) => [1, text, 'p']],
  [mqttUser, 'password', (text) => [1, 'u', text]],
  [mqttUser, 'clientId', (text) => [1, 'u', 'p', text]],
  [mqttOpen, 'host', (text) => [1, text, 1883, 1, 60]],
  [dial, 'apn', (text) => [1, text]],
  [dial, 'password', (text) => [1, 'a', 'u', text]],
];
const HOSTILE = ['x\rAT+CFUN=15\r', 'x\n', 'x\r\nAT+MQTTCLOSE=1\r\n', 'x",0,0,"y', '"', '\x1a', '\x1b', '\x00', '\x7f', 'x\t'];

for (const [index, [command, argument, values]] of targets.entries()) {
  test(`${command.name}: hostile text as ${argument} is refused before a byte is sent (${index})`, (t) => {
    const bench = settledBench();
    for (const text of HOSTILE) {
      const error = t.throws<CellularError>(() => bench.execute(command, values(text)));
      t.is(error.code, 'invalid-argument');
      t.true(error.message.startsWith(`${argument}: must not hold `));
      t.true(error.message.endsWith(`(${command.source})`));
    }
    bench.time.advance(60000);
    t.is(bench.heard(), '');
    t.deepEqual(bench.events(), []);
    bench.execute(signalQuality, []);
    t.is(bench.heard(), 'AT+CSQ\r');
  });
}

test('whatever is given to whatever command, either it is refused and nothing is sent, or one line is', (t) => {
  const argumentsOf = ({ arguments: fields }: Command): fc.Arbitrary<AnyValues> =>
    fc
      .tuple(valuesFor(fields), ...fields.map((field) => fc.option(brokenValuesFor(field), { freq: 6 })))
      .map(([values, ...broken]) => values.map((value, index) => (broken[index] === null ? value : broken[index])));
  const plain = commands.filter(({ data }) => data === undefined);
  const calls = fc.constantFrom(...plain).chain((command) => fc.tuple(fc.constant(command), argumentsOf(command)));
  const guarded = fc.property(calls, ([command, values]) => {
    const bench = settledBench();
    try {
      bench.execute(command, values);
    } catch (error) {
      assert.equal((error as CellularError).code, 'invalid-argument');
      assert.equal(bench.heard(), '');
      return;
    }
    const heard = bench.heard();
    // A line that is longer than the transmit buffer ends with an error of its own.
    if (heard === '') assert.ok(bench.events()[0].endsWith(' end overflow'));
    else assert.match(heard, /^AT[^\r\n]*\r$/);
  });
  check(t, guarded, { runs: 400 });
});

test('a line longer than the transmit buffer is not sent, and the next command is', (t) => {
  const bench = settledBench({ dialogue: { transmitCapacity: 64 } });
  let ended: CellularError | undefined;
  bench.dialogue.execute(bench.exchange(mqttPublish, [1, 't', 0, 0, 'x'.repeat(100)], { onEnd: (error) => (ended = error) }));
  bench.dialogue.execute(bench.exchange(mqttSubscribe, [1, 't', 0]));
  bench.settle();
  t.is(bench.heard(), 'AT+MQTTSUB=1,"t",0\r');
  bench.say('\r\nERROR\r\n');
  t.is(ended?.code, 'overflow');
  t.is(ended?.message, 'AT+MQTTPUB= takes 124 bytes, the transmit buffer holds 64');
  bench.execute(signalQuality, []);
  t.is(bench.heard(), 'AT+CSQ\r');
});
