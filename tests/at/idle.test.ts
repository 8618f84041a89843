import test from 'ava';
import { LATENESS_LIMIT } from '../../modules/at/dialogue/late-completions.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { mqttPublish } from '../../modules/fibocom/mqtt.js';
import { Bench, PROBE, PROBE_ANSWER, settledBench } from './bench.js';

test('a line is idle when it is settled, and not while it settles', (t) => {
  const bench = new Bench();
  t.true(bench.dialogue.isIdle);
  bench.synchronise();
  t.false(bench.dialogue.isIdle);
  bench.time.runUntil(() => bench.port.written >= PROBE.length, 1000);
  t.false(bench.dialogue.isIdle);
  bench.say(PROBE_ANSWER);
  bench.time.advance(1000);
  t.true(bench.dialogue.isIdle);
});

test('nor from the moment that a command is given until it has ended, queued ones included', (t) => {
  const bench = settledBench();
  t.true(bench.dialogue.isIdle);
  bench.dialogue.execute(bench.exchange(signalQuality, [], { label: 'a' }));
  t.false(bench.dialogue.isIdle);
  bench.dialogue.execute(bench.exchange(signalQuality, [], { label: 'b' }));
  bench.settle();
  t.false(bench.dialogue.isIdle);
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.false(bench.dialogue.isIdle);
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.true(bench.dialogue.isIdle);
  t.deepEqual(bench.events().filter((event) => event.endsWith('end ok')), ['a end ok', 'b end ok']);
});

test('nor while a completion may come, be it in time or late', (t) => {
  const bench = settledBench();
  bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'a' });
  bench.say('\r\nOK\r\n');
  t.false(bench.dialogue.isIdle);
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.true(bench.dialogue.isIdle);
  bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'b' });
  bench.say('\r\nOK\r\n');
  bench.time.advance(60_000);
  t.deepEqual(bench.events().slice(-1), ['b end timeout']);
  t.false(bench.dialogue.isIdle);
  bench.time.advance(LATENESS_LIMIT);
  t.true(bench.dialogue.isIdle);
});

test('nor while a line has begun', (t) => {
  const bench = settledBench();
  bench.say('+CRE');
  t.false(bench.dialogue.isIdle);
  bench.say('G: 1\r\n');
  t.true(bench.dialogue.isIdle);
});
