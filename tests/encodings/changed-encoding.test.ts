import test from 'ava';
import { cdeDecodeOptions, decode } from 'cbor2';
import { cbor } from '../../modules/encodings/cbor.js';
import { ALONE, type Encoding } from '../../modules/encodings/encoding.js';
import { json } from '../../modules/encodings/json.js';
import { TimeBase } from '../../modules/telemetry/outbox.js';
import { composerBench, fill, NEW_YEAR } from '../telemetry/composer-bench.js';

/** All that is in an outbox after changes of the encoding, as one message each, or as batches. */
function messages(
  encoding: Encoding,
  records: readonly [encoding: number | undefined, sample: string | Uint8Array][],
  isBatch: boolean,
): Uint8Array[] {
  const { composer, record } = composerBench(encoding);
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
  const others = messages(json(), records, false).map(received).filter((_, index) => index !== 3);
  t.deepEqual(others, [first(1), reading(2), foreign(3), foreign(5)]);
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
  const { composer, record, target } = composerBench();
  record.sequence = 4;
  record.timeBase = TimeBase.utc;
  record.time = NEW_YEAR;
  record.payload.set([99, 1, 2]);
  record.byteLength = 3;
  t.deepEqual(received(target.slice(0, composer.compose(record, ALONE, target, 0))), { sequence: 4, time: NEW_YEAR, encoding: 0, rest: '630102' });
});
