import assert from 'node:assert/strict';
import test from 'ava';
import { cdeDecodeOptions, decode } from 'cbor2';
import fc from 'fast-check';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { writeDecimal } from '../../modules/base/decimal.js';
import { cbor } from '../../modules/encodings/cbor.js';
import { ALONE, type Encoding } from '../../modules/encodings/encoding.js';
import { json } from '../../modules/encodings/json.js';
import { SenmlEncoding } from '../../modules/encodings/senml.js';
import { recordFor, TimeBase, type OutboxRecord } from '../../modules/telemetry/outbox.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { sampleOffset, writeReadingHead } from '../../modules/telemetry/record.js';
import { ReadingComposer } from '../../modules/telemetry/reading-composer.js';
import { check } from '../property.js';

const NEW_YEAR = 1767225600000;

/** What a program leaves whose encoding has this number; without a number, what one of release 0.1.0 does. */
function fill(record: OutboxRecord, sample: string | Uint8Array, encoding?: number, sensor = ''): void {
  const bytes = typeof sample === 'string' ? new TextEncoder().encode(sample) : sample;
  const name = new TextEncoder().encode(sensor);
  const offset = encoding === undefined ? 0 : sampleOffset(name.length);
  if (encoding !== undefined) writeReadingHead(record.payload, encoding, name);
  record.payload.set(bytes, offset);
  record.byteLength = offset + bytes.length;
}

function bench(encoding: Encoding = json()) {
  const time = new VirtualTime();
  const clock = {
    utc: undefined as number | undefined,
    now: () => (clock.utc === undefined ? undefined : clock.utc + time.now()),
  };
  let wakes = 0;
  const composer = new ReadingComposer({ time, clock, encoding, onPatienceOver: () => (wakes += 1) });
  const record = recordFor(new RamOutbox());
  const target = new Uint8Array(record.payload.length + composer.overhead);
  const compose = (sequence: number, timeBase: TimeBase, at: number): string => {
    record.sequence = sequence;
    record.timeBase = timeBase;
    record.time = at;
    fill(record, '{"a":1}');
    return new TextDecoder().decode(target.subarray(0, composer.compose(record, ALONE, target, 0)));
  };
  return { time, clock, composer, record, target, compose, wakes: () => wakes };
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
  for (const encoding of [json(), cbor(), new SenmlEncoding('n'.repeat(64))]) {
    const { time, composer, record, target } = bench(encoding);
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
  const { composer, record, target } = bench();
  record.sequence = 4;
  record.timeBase = TimeBase.utc;
  record.time = NEW_YEAR;
  fill(record, '{"a":1}', 1, 'air');
  const end = composer.compose(record, ALONE, target, 0);
  t.is(new TextDecoder().decode(target.subarray(0, end)), `{"sequence":4,"time":${NEW_YEAR},"sensor":"air","sample":{"a":1}}`);
});

/** All that is in an outbox after changes of the encoding, as one message each, or as batches. */
function messages(encoding: Encoding, records: readonly [encoding: number | undefined, sample: string | Uint8Array][], isBatch: boolean): Uint8Array[] {
  const { composer, record } = bench(encoding);
  const room = composer.batchHeadRoom(64);
  const target = new Uint8Array(2000);
  const found: Uint8Array[] = [];
  let count = 0;
  let end = room;
  const close = (): void => {
    if (count > 0) found.push(target.slice(room - composer.batchHeadLength(count), composer.closeBatch(count, target, room, end)));
    count = 0;
    end = room;
  };
  record.timeBase = TimeBase.utc;
  record.time = NEW_YEAR;
  records.forEach(([number, sample], index) => {
    fill(record, sample, number, 'air');
    record.sequence = index + 1;
    if (!isBatch) found.push(target.slice(0, composer.compose(record, ALONE, target, 0)));
    else {
      let behind = composer.compose(record, count, target, end);
      if (behind === end) {
        close();
        behind = composer.compose(record, count, target, end);
      }
      end = behind;
      count += 1;
    }
  });
  close();
  return found;
}

/** As docs/wire.md has a receiver read a message, by its first byte and by what stands behind it. */
function received(message: Uint8Array): unknown {
  if (message[0] >= 0x80) return decode(message, cdeDecodeOptions);
  const text = new TextDecoder('latin1').decode(message);
  if (message[0] === 0x5b || text.endsWith('}')) return JSON.parse(text);
  const end = message.indexOf(0x7d) + 1;
  return { ...(JSON.parse(text.slice(0, end)) as object), rest: Buffer.from(message.subarray(end)).toString('hex') };
}

const CBOR_SAMPLE = Uint8Array.of(0xa1, 0x61, 0x61, 0x01);
const reading = (sequence: number) => ({ sequence, time: NEW_YEAR, sensor: 'air', sample: { a: 1 } });
const first = (sequence: number) => ({ sequence, time: NEW_YEAR, sample: { a: 1 } });

test('after an update that changes the encoding, what waits is sent in a form that says what it is', (t) => {
  const records: [number | undefined, string | Uint8Array][] = [[undefined, '{"a":1}'], [1, '{"a":1}'], [2, CBOR_SAMPLE], [200, 'mine'], [2, CBOR_SAMPLE]];
  t.deepEqual(messages(cbor(), records, false).map(received), [
    first(1),
    reading(2),
    reading(3),
    { sequence: 4, time: NEW_YEAR, sensor: 'air', encoding: 200, rest: Buffer.from('mine').toString('hex') },
    reading(5),
  ]);
  const foreign = (sequence: number) => ({ sequence, time: NEW_YEAR, sensor: 'air', encoding: 2, rest: 'a1616101' });
  t.deepEqual(messages(json(), records, false).map(received).filter((_, index) => index !== 3), [first(1), reading(2), foreign(3), foreign(5)]);
});

test('a batch is of one encoding, and what has none that this program knows goes alone', (t) => {
  const records: [number | undefined, string | Uint8Array][] = [[undefined, '{"a":1}'], [1, '{"a":1}'], [2, CBOR_SAMPLE], [2, CBOR_SAMPLE], [200, 'x'], [200, 'y'], [1, '{"a":1}']];
  const foreign = (sequence: number, rest: string) => ({ sequence, time: NEW_YEAR, sensor: 'air', encoding: 200, rest });
  t.deepEqual(messages(cbor(), records, true).map(received), [
    [first(1), reading(2)],
    [reading(3), reading(4)],
    foreign(5, '78'),
    foreign(6, '79'),
    [reading(7)],
  ]);
});

test('a record of a kind that this program does not know holds nothing back', (t) => {
  const { composer, record, target } = bench();
  record.sequence = 4;
  record.timeBase = TimeBase.utc;
  record.time = NEW_YEAR;
  record.payload.set([99, 1, 2]);
  record.byteLength = 3;
  t.deepEqual(received(target.slice(0, composer.compose(record, ALONE, target, 0))), { sequence: 4, time: NEW_YEAR, encoding: 0, rest: '630102' });
});
