import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { type Outbox, recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { CountingFlash } from './counting-flash.js';

/** What is between intact records: places that were never written, torn records, and bytes that were something else. */

const HEADER = 28;
const RECORD = 44;

function journal(flash: NorFlash, maximumPayload = 16): JournalOutbox {
  return new JournalOutbox({ flash: { io: flash }, maximumPayload });
}

function fill(outbox: Outbox, count: number, time = 0): void {
  for (let index = 0; index < count; index += 1) outbox.append(new Uint8Array(16).fill(7), 16, TimeBase.utc, time);
}

function sequences(outbox: Outbox): number[] {
  const record = recordFor(outbox);
  const found: number[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) found.push(record.sequence);
  return found;
}

/** The bytes of a sector from a record on as if the flash had swallowed so many records. */
function swallow(flash: NorFlash, first: number, count: number): void {
  flash.bytes.fill(255, HEADER + first * RECORD, HEADER + (first + count) * RECORD);
}

test('each damaged place is counted, also where erased bytes lie between two', (t) => {
  const flash = new NorFlash({ blocks: 2 });
  fill(journal(flash), 20);
  flash.bytes[HEADER + 2 * RECORD + 30] ^= 1;
  swallow(flash, 3, 10);
  flash.bytes[HEADER + 15 * RECORD + 30] ^= 1;
  const outbox = journal(flash);
  t.deepEqual(sequences(outbox), [1, 2, 14, 15, 17, 18, 19, 20]);
  const record = recordFor(outbox);
  while (outbox.peek(record)) outbox.acknowledge(record.sequence);
  // The record behind the erased bytes begins with more of them, which may as well have been something else.
  t.is(outbox.damaged, 3);
});

test('erased bytes are passed quickly', (t) => {
  const flash = new CountingFlash({ blocks: 2 });
  fill(journal(flash), 90);
  swallow(flash, 1, 80);
  let outbox: Outbox = journal(flash);
  const { reads } = flash.count(() => (outbox = journal(flash)));
  t.deepEqual(sequences(outbox).slice(0, 3), [1, 82, 83]);
  t.true(reads < 160, `${reads} reads`);
});

test('a record whose CRC begins as if it were erased is found behind erased bytes', (t) => {
  for (let time = 0, isFound = false; !isFound; time += 1) {
    const flash = new NorFlash({ blocks: 2 });
    const outbox = journal(flash);
    fill(outbox, 4);
    fill(outbox, 1, time);
    isFound = flash.bytes[HEADER + 4 * RECORD + 4] === 255;
    if (!isFound) continue;
    swallow(flash, 1, 3);
    t.deepEqual(sequences(journal(flash)), [1, 5]);
  }
});

test('what is at the end of the flash is not read beyond it, whatever length it tells', (t) => {
  for (const length of [0, 16, 17, 65535]) {
    const flash = new NorFlash({ blockLength: HEADER + 2 * RECORD + HEADER, blocks: 2 });
    fill(journal(flash), 4);
    const rest = flash.bytes.subarray(-HEADER);
    rest[20] = length >> 8;
    rest[21] = length & 255;
    rest[24] = TimeBase.utc;
    const outbox = journal(flash);
    t.deepEqual(sequences(outbox), [1, 2, 3, 4], `${length} bytes`);
    t.is(outbox.newest, 4);
    fill(outbox, 1);
    t.is(outbox.newest, 6, 'what lies there may have been read by somebody');
  }
});
