import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { errorFormat } from '../../modules/cellular/device.js';
import { signalQuality } from '../../modules/cellular/network.js';
import type { Bench } from './bench.js';
import { PROBE_ANSWER, settledBench } from './bench.js';

test('commands go one at a time, in order', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, [], { label: 'a' });
  bench.execute(errorFormat, [1], { label: 'b' });
  t.is(bench.heard(), 'AT+CSQ\r');
  bench.say('\r\nOK\r\n');
  t.is(bench.heard(), 'AT+CMEE=1\r');
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), ['a end ok', 'b end ok']);
});

test('a full queue refuses, and nothing is lost of what it holds', (t) => {
  const bench = settledBench({ dialogue: { queueCapacity: 3 } });
  bench.execute(signalQuality, [], { label: 'under way' });
  for (const label of ['a', 'b', 'c']) bench.execute(signalQuality, [], { label });
  const error = t.throws<CellularError>(() => bench.execute(signalQuality, []));
  t.is(error.code, 'overflow');
  t.is(error.message, '3 commands wait already');
  t.true(error.isRetryable);
  for (let index = 0; index < 4; index += 1) bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), ['under way end ok', 'a end ok', 'b end ok', 'c end ok']);
});

test('a queue of one is enough', (t) => {
  const bench = settledBench({ dialogue: { queueCapacity: 1 } });
  bench.execute(signalQuality, [], { label: 'a' });
  bench.execute(signalQuality, [], { label: 'b' });
  bench.say('\r\nOK\r\n');
  bench.execute(signalQuality, [], { label: 'c' });
  bench.say('\r\nOK\r\n');
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), ['a end ok', 'b end ok', 'c end ok']);
});

test('nothing is called from inside execute', (t) => {
  const bench = settledBench();
  bench.dialogue.execute(bench.exchange(signalQuality, []));
  t.is(bench.heard(), '');
  t.deepEqual(bench.events(), []);
  bench.settle();
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('a handler that executes a command inside a URC is not called from inside it', (t) => {
  const bench: Bench = settledBench({
    listener: {
      onUrc: (urc) => {
        bench.note(`${urc.name} begins`);
        bench.dialogue.execute(bench.exchange(signalQuality, [], { label: 'asked' }));
        bench.note(`${urc.name} ends, ${JSON.stringify(bench.heard())} sent`);
      },
    },
  });
  bench.say('\r\n+CREG: 1\r\n\r\n+CGREG: 1\r\n');
  t.deepEqual(bench.events(), ['+CREG begins', '+CREG ends, "" sent', '+CGREG begins', '+CGREG ends, "" sent']);
  t.is(bench.heard(), 'AT+CSQ\r');
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.is(bench.heard(), 'AT+CSQ\r');
  bench.say('\r\n+CSQ: 8,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['asked reply 9|99', 'asked end ok', 'asked reply 8|99', 'asked end ok']);
});

test('what had come before a command was sent answers no command but the one that waited for it', (t) => {
  const bench = settledBench();
  for (const label of ['first', 'second', 'third']) bench.dialogue.execute(bench.exchange(signalQuality, [], { label }));
  bench.settle();
  bench.say('\r\n+CME ERROR: 3\r\n'.repeat(20));
  t.deepEqual(bench.events().filter((event) => event.includes(' end ')), ['first end refused']);
  t.is(bench.heard(), 'AT+CSQ\rAT+CSQ\r');
});

test('an exchange may be executed again from its own end', (t) => {
  const bench = settledBench();
  let left = 3;
  const again = bench.exchange(signalQuality, [], {
    onEnd: () => {
      left -= 1;
      if (left > 0) bench.dialogue.execute(again);
    },
  });
  bench.dialogue.execute(again);
  bench.settle();
  for (let index = 0; index < 3; index += 1) bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.is(left, 0);
  t.is(bench.heard(), 'AT+CSQ\r'.repeat(3));
});

test('the next command keeps its distance from a final result, also from a probe’s and a late one', (t) => {
  const bench = settledBench({ dialogue: { guardTime: 50 } });
  bench.synchronise();
  bench.say(PROBE_ANSWER);
  bench.heard();
  for (const label of ['a', 'b', 'c']) bench.execute(signalQuality, [], { label });
  for (let index = 0; index < 3; index += 1) {
    bench.time.advance(49);
    t.is(bench.heard(), '');
    bench.time.advance(1);
    t.is(bench.heard(), 'AT+CSQ\r');
    bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  }
});
