import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { failed, malformed, refused, timedOut, unresponsive } from '../../modules/at/dialogue/exchange-errors.js';
import { refuseUnknownOptions } from '../../modules/base/checks.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { mqttOpen } from '../../modules/fibocom/mqtt.js';

function described({ code, message, command, result, isRetryable }: CellularError): unknown[] {
  return [code, message, command, result, isRetryable];
}

test('an error names what went wrong and the command, and whether to try again', (t) => {
  t.deepEqual(described(unresponsive()), ['unresponsive', 'the module does not answer', undefined, undefined, true]);
  const silent = 'AT+MQTTOPEN=: no completion within its deadline';
  t.deepEqual(described(timedOut(mqttOpen, 'completion')), ['timeout', silent, 'AT+MQTTOPEN=', undefined, true]);
  const reported = 'AT+MQTTOPEN=: the module reports failure';
  t.deepEqual(described(failed(mqttOpen)), ['failed', reported, 'AT+MQTTOPEN=', undefined, true]);
  t.deepEqual(described(malformed(mqttOpen, 'no answer')), ['malformed', 'AT+MQTTOPEN=: no answer', 'AT+MQTTOPEN=', undefined, true]);
});

test('a refusal has the module\'s own words, and is worth another try where the command is', (t) => {
  for (const command of [mqttOpen, signalQuality]) {
    const error = refused(command, '+CME ERROR: 3');
    t.is(error.result, '+CME ERROR: 3');
    t.true(error.message.endsWith(': +CME ERROR: 3'));
    t.is(error.isRetryable, command.repeatable);
  }
});

test('an unknown option is refused with those that are known', (t) => {
  const error = t.throws(() => refuseUnknownOptions({ id: 1, topc: 2 }, ['id', 'topic'], 'will.', 'MQTTClient'));
  t.is(error?.message, 'will.topc: is no option; id, topic are (MQTTClient)');
  t.notThrows(() => refuseUnknownOptions({ id: 1 }, ['id', 'topic'], 'will.', 'MQTTClient'));
});
