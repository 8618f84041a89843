import test from 'ava';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { json } from '../../modules/encodings/json.js';
import { recordFor, TimeBase } from '../../modules/telemetry/outbox.js';
import { Reporter, type Progress } from '../../modules/telemetry/progress.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { contentOf } from '../../modules/telemetry/record.js';
import { Recorder } from '../../modules/telemetry/recorder.js';

const AIR = new TextEncoder().encode('air');

function bench(capacity = 1000) {
  const time = new VirtualTime();
  const clock = { utc: undefined as number | undefined, now: () => clock.utc };
  const outbox = new RamOutbox({ capacity, maximumPayload: 40 });
  const progress: Progress[] = [];
  const reporter = new Reporter((...event) => progress.push(event));
  return { time, clock, outbox, progress, recorder: new Recorder({ time, clock, outbox, encoding: json(), reporter }) };
}

test('before the clock is known a sample is stamped with the uptime, afterwards with UTC', (t) => {
  const { time, clock, outbox, recorder } = bench();
  const record = recordFor(outbox);
  time.advance(1234);
  recorder.record({ a: 1 }, AIR);
  clock.utc = 1767225600000;
  recorder.record({ a: 2 }, AIR);
  t.true(outbox.peek(record));
  t.like(record, { sequence: 1, timeBase: TimeBase.uptime, time: 1234 });
  t.is(new TextDecoder().decode(contentOf(record)), '{"a":1}');
  outbox.acknowledge(1);
  t.true(outbox.peek(record));
  t.like(record, { sequence: 2, timeBase: TimeBase.utc, time: 1767225600000 });
  t.is(recorder.count, 2);
});

test('a sample that is refused is not accepted', (t) => {
  const { outbox, recorder } = bench();
  t.like(t.throws(() => recorder.record({ a: NaN }, AIR)), { code: 'invalid-argument' });
  t.like(t.throws(() => recorder.record({ a: 'x'.repeat(40) }, AIR)), { code: 'invalid-argument' });
  t.deepEqual([outbox.length, recorder.count], [0, 0]);
});

test('what a full outbox drops is told', (t) => {
  const { outbox, progress, recorder } = bench(72);
  for (let count = 0; count < 5; count += 1) recorder.record({ a: count }, AIR);
  t.is(outbox.length, 3);
  t.deepEqual(progress, [
    ['dropped', 1],
    ['dropped', 2],
  ]);
});

test('a listener that throws is counted, and does no harm', (t) => {
  const reporter = new Reporter(() => {
    throw new Error('listener');
  });
  t.notThrows(() => reporter.report('dropped', 1));
  t.is(reporter.failures, 1);
});
