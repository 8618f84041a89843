import test from 'ava';
import { LATENESS_LIMIT } from '../../modules/at/dialogue/late-completions.js';
import { mqttClose, mqttOpen, mqttPublish, mqttSubscribe, publishCompletion } from '../../modules/fibocom/mqtt.js';
import { mqttPublished, mqttSubscribed } from '../../modules/fibocom/urcs.js';
import { signalQuality } from '../../modules/cellular/network.js';
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
  t.deepEqual(bench.events(), []);
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
  t.deepEqual(bench.events(), ['c completion 1|0', 'c end failed']);
});

test('a late completion is late for its slot only', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000);
  accepted(bench, 2, 'b');
  bench.events();
  bench.say('\r\n+MQTTPUB: 2,1\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['b completion 2|1', 'b end ok']);
});

for (const [what, command, values, urc] of [
  ['closed', mqttClose, [1], '+MQTTCLOSE'],
  ['opened', mqttOpen, [1, 'h', 1883, 1, 60], '+MQTTOPEN'],
] as const) {
  test(`a slot that was ${what} owes what it owed before`, (t) => {
    const bench = settledBench();
    accepted(bench, 1, 'a');
    bench.time.advance(30000);
    bench.execute(command, values, { label: 'other' });
    bench.say(`\r\nOK\r\n\r\n${urc}: 1,1\r\n`);
    t.is(bench.events().pop(), 'other end ok');
    accepted(bench, 1, 'b');
    bench.say('\r\n+MQTTPUB: 1,1\r\n');
    t.deepEqual(bench.events(), []);
    bench.say('\r\n+MQTTPUB: 1,1\r\n');
    t.deepEqual(bench.events(), ['b completion 1|1', 'b end ok']);
  });
}

test('a module that falls silent, and is found again, owes what it owed before', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'b' });
  bench.synchronise();
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.deepEqual(bench.events(), ['b end unresponsive', 'a end unresponsive', 'synchronised ok']);
  accepted(bench, 1, 'c');
  bench.say('\r\n+MQTTPUB: 1,1\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), []);
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['c completion 1|1', 'c end ok']);
});

test('a module that has restarted owes nothing, not even what is waited for or being sent', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'owed');
  bench.time.advance(30000);
  accepted(bench, 1, 'awaited');
  bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'sent' });
  t.true(bench.dialogue.mayCome(mqttPublished, 1));
  bench.dialogue.forgetCompletions();
  bench.time.advance(5000);
  bench.settle();
  bench.say(PROBE_ANSWER);
  bench.time.advance(30000);
  t.false(bench.dialogue.mayCome(mqttPublished, 1));
  bench.events();
  accepted(bench, 1, 'next');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['next completion 1|1', 'next end ok']);
});

test('a failure is told to who waits, as it may be his', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000);
  accepted(bench, 1, 'b');
  bench.events();
  bench.say('\r\n+MQTTPUB: 1,0\r\n');
  t.deepEqual(bench.events(), ['b completion 1|0', 'b end failed']);
  bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'c' });
  bench.say('\r\n+MQTTPUB: 1,0\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['c completion 1|0', 'c end failed']);
  accepted(bench, 1, 'd');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), []);
});

test('what is due of a slot: what is owed, what is awaited, what was abandoned while it was sent, and nothing of another', (t) => {
  const bench = settledBench();
  const isDue = () => [1, 2].map((slot) => bench.dialogue.isDue(mqttPublished, slot));
  t.deepEqual(isDue(), [false, false]);
  const sent = bench.execute(mqttPublish, [1, 't', 1, 0, 'x']);
  bench.dialogue.abandon(sent);
  t.deepEqual(isDue(), [true, false]);
  bench.say('\r\nERROR\r\n');
  t.deepEqual(isDue(), [false, false]);
  accepted(bench, 1, 'awaited');
  t.deepEqual(isDue(), [true, false]);
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(isDue(), [false, false]);
  bench.dialogue.expectLate(publishCompletion, [1], 2);
  for (const isOwed of [true, false]) {
    bench.say('\r\n+MQTTPUB: 1,1\r\n');
    t.deepEqual(isDue(), [isOwed, false]);
  }
});

test('ten minutes of lateness are borne', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(600_000);
  accepted(bench, 1, 'b');
  bench.events();
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), []);
});

test('a completion is owed up to the limit of lateness, and not any longer', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  bench.time.advance(30000 + LATENESS_LIMIT - 1);
  accepted(bench, 1, 'b');
  bench.events();
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), []);
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['b completion 1|1', 'b end ok']);
  accepted(bench, 1, 'c');
  bench.time.advance(30000 + LATENESS_LIMIT);
  accepted(bench, 1, 'd');
  bench.events();
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['d completion 1|1', 'd end ok']);
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
  t.deepEqual(bench.events(), ['a end timeout']);
  bench.say('\r\n+MQTTSUB: 1,0\r\n');
  t.deepEqual(bench.events(), ['b completion 1|0', 'b end failed']);
});

for (const [what, text] of [
  ['refused', '\r\nERROR\r\n'],
  ['not answered at all, and whose slot is needed,', ''],
] as const) {
  test(`a command that is ${what} after its deadline owes nothing`, (t) => {
    const bench = settledBench();
    bench.execute(mqttSubscribe, [1, 'a', 1], { label: 'a' });
    bench.time.advance(5000);
    bench.settle();
    bench.say(text);
    bench.say(PROBE_ANSWER);
    bench.time.advance(300);
    t.is(bench.dialogue.mayCome(mqttSubscribed, 1), text === '');
    t.false(bench.dialogue.isDue(mqttSubscribed, 1));
    bench.dialogue.waive(1);
    bench.execute(mqttSubscribe, [1, 'b', 1], { label: 'b' });
    bench.events();
    bench.say('\r\nOK\r\n\r\n+MQTTSUB: 1,1\r\n');
    t.deepEqual(bench.events(), ['b completion 1|1', 'b end ok']);
  });
}

test('a command that was waived, and is accepted later still, owes its completion', (t) => {
  const bench = settledBench();
  bench.execute(mqttSubscribe, [1, 'a', 1], { label: 'a' });
  bench.time.advance(5000);
  bench.settle();
  bench.dialogue.waive(1);
  t.false(bench.dialogue.mayCome(mqttSubscribed, 1));
  bench.say('\r\nOK\r\n');
  t.true(bench.dialogue.isDue(mqttSubscribed, 1));
});

test('a command that was not answered may complete all the same, for as long as nobody needs its slot', (t) => {
  const bench = settledBench();
  bench.execute(mqttSubscribe, [1, 'a', 1], { label: 'a' });
  bench.time.advance(5000);
  bench.settle();
  bench.say(PROBE_ANSWER);
  bench.execute(mqttSubscribe, [1, 'b', 1], { label: 'b' });
  bench.events();
  bench.say('\r\nOK\r\n\r\n+MQTTSUB: 1,1\r\n');
  t.deepEqual(bench.events(), []);
});

test('a command that is complete before its deadline, and accepted after it, owes nothing', (t) => {
  const bench = settledBench();
  bench.execute(mqttSubscribe, [1, 'a', 1], { label: 'a' });
  bench.say('\r\n+MQTTSUB: 1,1\r\n');
  bench.time.advance(5000);
  bench.settle();
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  bench.execute(mqttSubscribe, [1, 'b', 1], { label: 'b' });
  bench.events();
  bench.say('\r\nOK\r\n\r\n+MQTTSUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['b completion 1|1', 'b end ok']);
});

test('commands go on, however many completions are late', (t) => {
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
