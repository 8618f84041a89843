import test from 'ava';
import { mqttOpen } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { settledBench } from './bench.js';

const OPEN = [1, 'broker', 1883, 1, 60];
const OPENED = '\r\n+MQTTOPEN: 1,1\r\n';
const OK = '\r\nOK\r\n';
const CSQ = '\r\n+CSQ: 20,99\r\n\r\nOK\r\n';

test('who gives up an exchange that has ended leaves the one under way alone', (t) => {
  const bench = settledBench();
  const ended = bench.execute(signalQuality, [], { label: 'first' });
  bench.say(CSQ);
  bench.execute(signalQuality, [], { label: 'second' });
  bench.dialogue.abandon(ended);
  bench.say(CSQ);
  t.deepEqual(bench.events().slice(2), ['second reply 20|99', 'second end ok']);
});

test('a completion that overtakes its OK is told once, and what comes twice is a URC', (t) => {
  const bench = settledBench();
  bench.execute(mqttOpen, OPEN, { label: 'open' });
  bench.say(OPENED);
  bench.say(OPENED);
  bench.say(OK);
  t.deepEqual(bench.events(), ['open completion 1|1', 'URC +MQTTOPEN 1|1', 'open end ok']);
});

test('an exchange that was given up hears nothing, not even of a completion before its OK', (t) => {
  const bench = settledBench();
  bench.dialogue.abandon(bench.execute(mqttOpen, OPEN, { label: 'open' }));
  bench.say(OPENED);
  bench.say(OK);
  bench.dialogue.abandon(bench.execute(signalQuality, []));
  bench.say(CSQ);
  t.deepEqual(bench.events(), []);
  bench.execute(signalQuality, [], { label: 'next' });
  bench.say(CSQ);
  t.deepEqual(bench.events(), ['next reply 20|99', 'next end ok']);
});

test('who wants the end alone is told of it alone', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, [], { label: 'query', onReply: undefined });
  bench.say(CSQ);
  for (const answer of [OPENED + OK, OK + OPENED]) {
    bench.execute(mqttOpen, OPEN, { label: 'open', onCompletion: undefined });
    bench.say(answer);
  }
  t.deepEqual(bench.events(), ['query end ok', 'open end ok', 'open end ok']);
});

test('a command that does not fit the transmit buffer ends, and the next one is sent', (t) => {
  const bench = settledBench({ dialogue: { transmitCapacity: 64 } });
  bench.execute(mqttOpen, [1, 'b'.repeat(100), 1883, 1, 60], { label: 'long' });
  bench.execute(signalQuality, [], { label: 'next' });
  t.is(bench.heard(), 'AT+CSQ\r');
  bench.say(CSQ);
  t.deepEqual(bench.events(), ['long end overflow', 'next reply 20|99', 'next end ok']);
});

test('command lines that the module repeats are counted, and others are not', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, []);
  bench.say(`AT+CSQ\r${CSQ}`);
  bench.execute(signalQuality, []);
  bench.say(CSQ);
  t.is(bench.dialogue.counters.echoes, 1);
  bench.say('\r\nAT+CSQX\r\n');
  t.is(bench.dialogue.counters.echoes, 1);
});
