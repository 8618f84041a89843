import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { writeDecimal } from '../../modules/base/decimal.js';
import { cbor } from '../../modules/encodings/cbor.js';
import { ALONE } from '../../modules/encodings/encoding.js';
import { json } from '../../modules/encodings/json.js';
import { SenmlEncoding } from '../../modules/encodings/senml.js';
import { TimeBase } from '../../modules/telemetry/outbox.js';
import { check } from '../property.js';
import { composerBench, fill, NEW_YEAR } from './composer-bench.js';

test('decimal digits are those of String()', (t) => {
  const target = new Uint8Array(20);
  const run = fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (value) => {
    assert.equal(new TextDecoder().decode(target.subarray(2, writeDecimal(value, target, 2))), String(value));
  });
  check(t, run);
  t.is(writeDecimal(0, target, 0), 1);
});

test('a dated record keeps its date, even without a clock', (t) => {
  const { compose } = composerBench();
  t.is(compose(17, TimeBase.utc, NEW_YEAR), `{"sequence":17,"time":${NEW_YEAR},"sample":{"a":1}}`);
});

test('a record from before the clock was known waits for it, and is dated by its age (F29)', (t) => {
  const { time, clock, compose } = composerBench();
  time.advance(90000);
  t.is(compose(1, TimeBase.uptime, 30000), '');
  clock.utc = NEW_YEAR;
  t.is(compose(1, TimeBase.uptime, 30000), `{"sequence":1,"time":${NEW_YEAR + 30000},"sample":{"a":1}}`);
});

test('without a clock it goes with its age when patience is over', (t) => {
  const { time, compose, wakes } = composerBench();
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
  const { time, clock, compose, wakes } = composerBench();
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
  const { compose } = composerBench();
  t.is(compose(9, TimeBase.unknown, 12345), '{"sequence":9,"time":null,"sample":{"a":1}}');
});

test('a date that was found out afterwards tells how exact it is', (t) => {
  const { compose, record } = composerBench();
  record.uncertainty = 1500;
  t.is(compose(17, TimeBase.utc, NEW_YEAR), `{"sequence":17,"time":${NEW_YEAR},"uncertainty":1500,"sample":{"a":1}}`);
});

test('one of an earlier start that the clock will date waits for it; without a clock it goes with what is known', (t) => {
  const { time, compose, record } = composerBench();
  record.boot = 7;
  t.is(compose(9, TimeBase.carried, NEW_YEAR), '');
  time.advance(120_000);
  t.is(compose(9, TimeBase.carried, NEW_YEAR), `{"sequence":9,"time":null,"boot":7,"after":${NEW_YEAR},"sample":{"a":1}}`);
});

test('a node about to stop sends what is undated', (t) => {
  const { compose, composer } = composerBench();
  t.is(compose(1, TimeBase.uptime, 0), '');
  composer.stopWaiting();
  t.is(compose(1, TimeBase.uptime, 0), '{"sequence":1,"time":null,"age":0,"sample":{"a":1}}');
});

test('the longest reading fits the overhead', (t) => {
  for (const encoding of [json(), cbor(), new SenmlEncoding('n'.repeat(64))]) {
    const { time, composer, record, target } = composerBench(encoding);
    const name = 'n'.repeat(32);
    fill(record, '{"a":1}', encoding.number, name);
    record.sequence = Number.MAX_SAFE_INTEGER;
    record.boot = 65535;
    composer.stopWaiting();
    time.run(1e15);
    for (record.uncertainty of [0, Number.MAX_SAFE_INTEGER]) {
      for (record.timeBase of [TimeBase.uptime, TimeBase.utc, TimeBase.carried, TimeBase.unknown]) {
        for (record.time of [Number.MAX_SAFE_INTEGER, 1]) {
          for (const place of [ALONE, 0, 1]) {
            const length = composer.compose(record, place, target, 0) - record.byteLength;
            t.true(length > 0 && length <= encoding.readingOverhead, `${length} bytes of ${encoding.name} with time base ${record.timeBase}`);
          }
        }
      }
    }
  }
});

test('a reading says whose it is', (t) => {
  const { composer, record, target } = composerBench();
  record.sequence = 4;
  record.timeBase = TimeBase.utc;
  record.time = NEW_YEAR;
  fill(record, '{"a":1}', 1, 'air');
  const end = composer.compose(record, ALONE, target, 0);
  t.is(new TextDecoder().decode(target.subarray(0, end)), `{"sequence":4,"time":${NEW_YEAR},"sensor":"air","sample":{"a":1}}`);
});
