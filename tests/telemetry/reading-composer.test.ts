import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { writeDecimal } from '../../modules/base/decimal.js';
import { recordFor, TimeBase } from '../../modules/telemetry/outbox.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { READING_OVERHEAD, ReadingComposer } from '../../modules/telemetry/reading-composer.js';
import { check } from '../property.js';

const NEW_YEAR = 1767225600000;

function bench() {
  const time = new VirtualTime();
  const clock = {
    utc: undefined as number | undefined,
    now: () => (clock.utc === undefined ? undefined : clock.utc + time.now()),
  };
  let wakes = 0;
  const composer = new ReadingComposer({ time, clock, onPatienceOver: () => (wakes += 1) });
  const record = recordFor(new RamOutbox());
  const target = new Uint8Array(record.payload.length + READING_OVERHEAD);
  const compose = (sequence: number, timeBase: TimeBase, at: number): string => {
    record.sequence = sequence;
    record.timeBase = timeBase;
    record.time = at;
    record.byteLength = new TextEncoder().encodeInto('{"a":1}', record.payload).written;
    return new TextDecoder().decode(target.subarray(0, composer.compose(record, target, 0)));
  };
  return { time, clock, composer, record, compose, wakes: () => wakes };
}

test('decimal digits are those of String()', (t) => {
  const target = new Uint8Array(20);
  const run = fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (value) => {
    assert.equal(new TextDecoder().decode(target.subarray(2, writeDecimal(value, target, 2))), String(value));
  });
  check(t, run);
  t.is(writeDecimal(0, target, 0), 1);
});

test('a dated record keeps its date, even without a clock', (t) => {
  const { compose } = bench();
  t.is(compose(17, TimeBase.utc, NEW_YEAR), `{"sequence":17,"time":${NEW_YEAR},"sample":{"a":1}}`);
});

test('a record from before the clock was known waits for it, and is dated by its age (F29)', (t) => {
  const { time, clock, compose } = bench();
  time.advance(90000);
  t.is(compose(1, TimeBase.uptime, 30000), '');
  clock.utc = NEW_YEAR;
  t.is(compose(1, TimeBase.uptime, 30000), `{"sequence":1,"time":${NEW_YEAR + 30000},"sample":{"a":1}}`);
});

test('without a clock it goes with its age when patience is over', (t) => {
  const { time, compose, wakes } = bench();
  time.advance(1000);
  t.is(compose(1, TimeBase.uptime, 400), '');
  time.advance(119_999);
  t.is(compose(1, TimeBase.uptime, 400), '');
  t.is(wakes(), 0);
  time.advance(1);
  t.is(wakes(), 1);
  t.is(compose(1, TimeBase.uptime, 400), '{"sequence":1,"time":null,"age":120600,"sample":{"a":1}}');
});

test('a clock that was found and lost again is waited for anew', (t) => {
  const { time, clock, compose, wakes } = bench();
  compose(1, TimeBase.uptime, 0);
  time.advance(120_000);
  clock.utc = NEW_YEAR;
  t.not(compose(1, TimeBase.uptime, 0), '');
  clock.utc = undefined;
  t.is(compose(2, TimeBase.uptime, 0), '');
  time.advance(120_000);
  t.is(wakes(), 2);
});

test('a record of an earlier start has neither date nor age', (t) => {
  const { compose } = bench();
  t.is(compose(9, TimeBase.unknown, 12345), '{"sequence":9,"time":null,"sample":{"a":1}}');
});

test('a date that was found out afterwards tells how exact it is', (t) => {
  const { compose, record } = bench();
  record.uncertainty = 1500;
  t.is(compose(17, TimeBase.utc, NEW_YEAR), `{"sequence":17,"time":${NEW_YEAR},"uncertainty":1500,"sample":{"a":1}}`);
});

test('one of an earlier start that the clock will date waits for it; without a clock it goes with what is known', (t) => {
  const { time, compose, record } = bench();
  record.boot = 7;
  t.is(compose(9, TimeBase.carried, NEW_YEAR), '');
  time.advance(120_000);
  t.is(compose(9, TimeBase.carried, NEW_YEAR), `{"sequence":9,"time":null,"boot":7,"after":${NEW_YEAR},"sample":{"a":1}}`);
});

test('a node about to stop sends what is undated', (t) => {
  const { compose, composer } = bench();
  t.is(compose(1, TimeBase.uptime, 0), '');
  composer.stopWaiting();
  t.is(compose(1, TimeBase.uptime, 0), '{"sequence":1,"time":null,"age":0,"sample":{"a":1}}');
});

test('the longest reading fits the overhead', (t) => {
  const { time, compose, composer, record } = bench();
  record.boot = 65535;
  record.uncertainty = Number.MAX_SAFE_INTEGER;
  composer.stopWaiting();
  time.run(1e15);
  for (const timeBase of [TimeBase.uptime, TimeBase.utc, TimeBase.carried, TimeBase.unknown]) {
    const sample = '{"a":1}';
    const { length } = compose(Number.MAX_SAFE_INTEGER, timeBase, Number.MAX_SAFE_INTEGER);
    t.true(length - sample.length <= READING_OVERHEAD, `${length - sample.length} bytes with time base ${timeBase}`);
  }
});
