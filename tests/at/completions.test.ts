import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { CellularError } from '../../modules/base/errors.js';
import { mqttOpen, mqttPublish } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import type { Time } from '../../modules/ports/time.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { check } from '../property.js';
import { type Bench, settledBench } from './bench.js';

/** Publishes on a slot, and the module accepts. */
function accepted(bench: Bench, slot: number, label: string): void {
  bench.execute(mqttPublish, [slot, 't', 1, 0, 'x'], { label });
  bench.say('\r\nOK\r\n');
}

test('OK first, the completion later: one call with one end', (t) => {
  const bench = settledBench();
  bench.execute(mqttOpen, [1, 'h', 1883, 1, 60], { label: 'open' });
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), []);
  bench.time.advance(4600);
  bench.say('\r\n+MQTTOPEN: 1,1\r\n');
  t.deepEqual(bench.events(), ['open completion 1|1', 'open end ok']);
});

test('a completion before its own OK is noted, and the command ends with the OK', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'other');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  bench.events();
  for (const [status, end] of [[1, 'ok'], [0, 'failed']] as const) {
    bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'publish' });
    bench.say(`\r\n+MQTTPUB: 1,${status}\r\n`);
    t.deepEqual(bench.events(), [`publish completion 1|${status}`]);
    bench.say('\r\nOK\r\n');
    t.deepEqual(bench.events(), [`publish end ${end}`]);
  }
});

test('an error after a completion is an error', (t) => {
  const bench = settledBench();
  bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'publish' });
  bench.say('\r\n+MQTTPUB: 1,1\r\n\r\nERROR\r\n');
  t.deepEqual(bench.events(), ['publish completion 1|1', 'publish end refused']);
});

test('status 0 fails at once, with no deadline waited for', (t) => {
  const bench = settledBench();
  const start = bench.time.now();
  let ended: CellularError | undefined;
  bench.execute(mqttOpen, [1, 'h', 1883, 1, 60], { onEnd: (error) => (ended = error) });
  bench.say('\r\nOK\r\n\r\n+MQTTOPEN: 1,0\r\n');
  t.is(ended?.code, 'failed');
  t.is(ended?.message, 'AT+MQTTOPEN=: the module reports failure');
  t.is(bench.time.now(), start);
});

test('blanks in a completion mean nothing, and a reason may follow', (t) => {
  const bench = settledBench();
  for (const line of ['+MQTTPUB:1,1', '+MQTTPUB: 1, 1', '+MQTTPUB : 1,1', '+MQTTPUB: 1,0,703']) {
    accepted(bench, 1, line);
    bench.say(`\r\r\n${line}\n`);
  }
  t.deepEqual(bench.events().map((event) => event.replace(/^.* (completion|end)/, '$1')), [
    'completion 1|1', 'end ok', 'completion 1|1', 'end ok', 'unknown-line', 'completion 1|0|703', 'end failed',
  ]);
});

test('completions of two slots are told apart', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'one');
  accepted(bench, 2, 'two');
  bench.say('\r\n+MQTTPUB: 3,1\r\n\r\n+MQTTPUB: 2,0\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['URC +MQTTPUB 3|1', 'two completion 2|0', 'two end failed', 'one completion 1|1', 'one end ok']);
});

test('several publishes of one slot complete in their order, also while the next is being sent', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'a');
  accepted(bench, 1, 'b');
  bench.execute(mqttPublish, [1, 't', 1, 0, 'x'], { label: 'c' });
  bench.say('\r\n+MQTTPUB: 1,1\r\n\r\nOK\r\n\r\n+MQTTPUB: 1,0\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), [
    'a completion 1|1', 'a end ok', 'b completion 1|0', 'b end failed', 'c completion 1|1', 'c end ok',
  ]);
});

test('whatever the order of accepts and completions, each slot’s publishes end in their own order', (t) => {
  const script = fc.array(fc.record({ slot: fc.integer({ min: 1, max: 3 }), isCompletion: fc.boolean() }), { maxLength: 60 });
  const ordered = fc.property(script, (steps) => {
    const bench = settledBench();
    const waiting: string[][] = [[], [], [], []];
    const wanted: string[] = [];
    let count = 0;
    for (const { slot, isCompletion } of steps) {
      if (isCompletion) {
        const label = waiting[slot].shift();
        bench.say(`\r\n+MQTTPUB: ${slot},1\r\n`);
        wanted.push(...(label === undefined ? [`URC +MQTTPUB ${slot}|1`] : [`${label} completion ${slot}|1`, `${label} end ok`]));
      } else if (waiting.flat().length < 8) {
        count += 1;
        accepted(bench, slot, `p${count}`);
        waiting[slot].push(`p${count}`);
      }
    }
    assert.deepEqual(bench.events(), wanted);
  });
  check(t, ordered);
});

test('when eight completions are awaited the next command waits for one of them', (t) => {
  const bench = settledBench();
  for (let index = 0; index < 8; index += 1) accepted(bench, 1, `p${index}`);
  bench.heard();
  bench.execute(signalQuality, []);
  t.is(bench.heard(), '');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('a completion has a deadline from its OK, and each its own', (t) => {
  const bench = settledBench();
  bench.execute(mqttOpen, [1, 'h', 1883, 1, 60], { label: 'open' });
  bench.say('\r\nOK\r\n');
  bench.time.advance(10000);
  accepted(bench, 2, 'publish');
  bench.time.advance(29999);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1);
  t.deepEqual(bench.events(), ['publish end timeout']);
  bench.time.advance(34999);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1);
  t.deepEqual(bench.events(), ['open end timeout']);
  t.is(bench.dialogue.counters.timeouts, 2);
});

test('what completes leaves the others their deadlines', (t) => {
  const bench = settledBench();
  bench.execute(mqttOpen, [1, 'h', 1883, 1, 60], { label: 'open' });
  bench.say('\r\nOK\r\n');
  accepted(bench, 2, 'publish');
  bench.say('\r\n+MQTTPUB: 2,1\r\n');
  bench.events();
  bench.time.advance(74999);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1);
  t.deepEqual(bench.events(), ['open end timeout']);
});

test('a timer that rings a moment early is not the last', (t) => {
  const time = new VirtualTime();
  const early: Time = {
    now: () => time.now(),
    alarm: (callback) => {
      const alarm = time.alarm(callback);
      return { arm: (delay) => alarm.arm(delay > 1 ? delay - 0.5 : delay), disarm: () => alarm.disarm() };
    },
  };
  const bench = settledBench({ time, dialogue: { time: early } });
  accepted(bench, 1, 'publish');
  bench.time.advance(30000);
  t.deepEqual(bench.events(), ['publish end timeout']);
});

test('other commands run while a completion is awaited', (t) => {
  const bench = settledBench();
  accepted(bench, 1, 'publish');
  bench.execute(signalQuality, []);
  bench.say('\r\n+CSQ: 9,99\r\n\r\n+MQTTPUB: 1,1\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+CSQ reply 9|99', 'publish completion 1|1', 'publish end ok', 'AT+CSQ end ok']);
});
