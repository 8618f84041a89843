import test from 'ava';
import { mqttClose, mqttOpen, mqttPublish, mqttSubscribe } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/fibocom/network.js';
import { type Bench, PROBE_ANSWER, settledBench } from './bench.js';

/** Publishes on a slot, and the module accepts. */
function accepted(bench: Bench, slot: number, label: string): void {
  bench.execute(mqttPublish, [slot, 't', 1, 0, 'x'], { label });
  bench.say('\r\nOK\r\n');
}

test('a late completion never completes the next command of its slot', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000);
  accepted(bench, 1, 'b');
  bench.events();
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['URC +MQTTPUB 1|1']);
  bench.say('\r\n+MQTTPUB: 1,0\r\n');
  t.deepEqual(bench.events(), ['b completion 1|0', 'b end failed']);
  accepted(bench, 1, 'c');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['c completion 1|1', 'c end ok']);
});

test('nor one that is being sent, nor after it was given up for the second time', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000);
  accepted(bench, 1, 'b');
  bench.time.advance(30000);
  bench.events();
  bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'c' });
  bench.say('\r\n+MQTTPUB: 1,1\r\n\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n\r\n+MQTTPUB: 1,0\r\n');
  t.deepEqual(bench.events(), ['URC +MQTTPUB 1|1', 'URC +MQTTPUB 1|1', 'c completion 1|0', 'c end failed']);
});

test('a late completion is late for its slot only', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000);
  accepted(bench, 2, 'b');
  bench.events();
  bench.say('\r\n+MQTTPUB: 2,1\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['b completion 2|1', 'b end ok', 'URC +MQTTPUB 1|1']);
});

test('a slot that was closed owes nothing: what completes later lets what was owed before be forgotten', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000);
  bench.execute(mqttClose, [1], { label: 'close' });
  bench.say('\r\nOK\r\n\r\n+MQTTCLOSE: 1,1\r\n');
  bench.events();
  accepted(bench, 1, 'b');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['b completion 1|1', 'b end ok']);
});

test('what another slot completes is no reason to forget', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000);
  bench.execute(mqttClose, [2], { label: 'close' });
  bench.say('\r\nOK\r\n\r\n+MQTTCLOSE: 2,1\r\n');
  bench.events();
  accepted(bench, 1, 'b');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['URC +MQTTPUB 1|1']);
});

test('two minutes after its deadline a completion is not expected any more', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000 + 119999);
  accepted(bench, 1, 'b');
  bench.time.advance(1);
  bench.events();
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['b completion 1|1', 'b end ok']);
});

test('a command that is accepted after its deadline completes nothing of the next', (t) => {
  const bench = settledBench();
  bench.execute(mqttSubscribe, [1, 'a', 1], { label: 'a' });
  bench.time.advance(5000);
  bench.settle();
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  bench.execute(mqttSubscribe, [1, 'b', 1], { label: 'b' });
  bench.say('\r\nOK\r\n\r\n+MQTTSUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['a end timeout', 'URC +MQTTSUB 1|1']);
  bench.say('\r\n+MQTTSUB: 1,0\r\n');
  t.deepEqual(bench.events(), ['b completion 1|0', 'b end failed']);
});

for (const [what, text] of [
  ['refused', '\r\nERROR\r\n'],
  ['not answered at all', ''],
  ['complete before its deadline', '\r\nOK\r\n'],
] as const) {
  test(`a command that is ${what} after its deadline owes nothing`, (t) => {
    const bench = settledBench();
    bench.execute(mqttSubscribe, [1, 'a', 1], { label: 'a' });
    if (what.startsWith('complete')) bench.say('\r\n+MQTTSUB: 1,1\r\n');
    bench.time.advance(5000);
    bench.settle();
    bench.say(text);
    bench.say(PROBE_ANSWER);
    bench.time.advance(300);
    bench.execute(mqttSubscribe, [1, 'b', 1], { label: 'b' });
    bench.events();
    bench.say('\r\nOK\r\n\r\n+MQTTSUB: 1,1\r\n');
    t.deepEqual(bench.events(), ['b completion 1|1', 'b end ok']);
  });
}

test('a late result of one command says nothing of what another owes', (t) => {
  const bench = settledBench();
  bench.execute(mqttSubscribe, [1, 'a', 1], { label: 'a' });
  bench.time.advance(5000);
  bench.settle();
  bench.say('\r\nERROR\r\n');
  bench.say(PROBE_ANSWER);
  bench.execute(signalQuality, [], { label: 'b' });
  bench.time.advance(5000);
  bench.settle();
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  bench.execute(mqttSubscribe, [1, 'c', 1], { label: 'c' });
  bench.events();
  bench.say('\r\nOK\r\n\r\n+MQTTSUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['c completion 1|1', 'c end ok']);
});

test('more late completions than there is room for: the oldest is forgotten, and commands go on', (t) => {
  const bench = settledBench();
  for (let round = 0; round < 4; round += 1) {
    for (let index = 0; index < 8; index += 1) accepted(bench, 1 + (index % 3), `p${round}.${index}`);
    bench.time.advance(30000);
  }
  t.is(bench.events().filter((event) => event.endsWith('timeout')).length, 32);
  accepted(bench, 1, 'last');
  bench.time.advance(29999);
  bench.execute(signalQuality, []);
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+CSQ reply 9|99', 'AT+CSQ end ok']);
});

test('what is forgotten is what is owed, never what is waited for', (t) => {
  const bench = settledBench();
  bench.execute(mqttOpen, [1, 'h', 1883, 1, 60], { label: 'open' });
  bench.say('\r\nOK\r\n');
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < 7; index += 1) accepted(bench, 2, `p${round}.${index}`);
    bench.time.advance(30000);
  }
  for (let index = 0; index < 7; index += 1) accepted(bench, 2, `last ${index}`);
  bench.events();
  bench.say('\r\n+MQTTOPEN: 1,1\r\n');
  t.deepEqual(bench.events(), ['open completion 1|1', 'open end ok']);
});

test('a completion that was lost on the line costs one more command, and not all that follow', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'lost');
  bench.time.advance(30000);
  accepted(bench, 1, 'passed over');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  bench.time.advance(30000);
  accepted(bench, 1, 'next');
  bench.events();
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['next completion 1|1', 'next end ok']);
});
