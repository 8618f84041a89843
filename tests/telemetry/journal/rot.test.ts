import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { crc32, crc32Seed } from '../../../modules/telemetry/journal/crc32.js';
import { FlashBuffer } from '../../../modules/telemetry/journal/flash-buffer.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { check } from '../../property.js';

const HEADER = 28;
const PAYLOAD = 16;
const RECORD = 44;

function open(flash: NorFlash): JournalOutbox {
  return new JournalOutbox({ flash: { io: flash }, maximumPayload: PAYLOAD });
}

function append(outbox: JournalOutbox, count = 1): number {
  let sequence = 0;
  for (let index = 0; index < count; index += 1) {
    sequence = outbox.append(new Uint8Array(PAYLOAD).fill(7), PAYLOAD, TimeBase.utc, 1767225600000);
  }
  return sequence;
}

function sequences(outbox: JournalOutbox): number[] {
  const record = recordFor(outbox);
  const found: number[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) found.push(record.sequence);
  return found;
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

function copyOf({ bytes }: NorFlash, blockLength: number, blocks: number): NorFlash {
  const flash = new NorFlash({ blockLength, blocks });
  flash.bytes.set(bytes);
  return flash;
}

test('any bit of the only header rots: every reading is delivered, and numbers go on', (t) => {
  for (const [before, records] of [[0, 50], [0, 1], [5 * 92, 2]]) {
    const filled = new NorFlash({ blocks: 2 });
    const outbox = open(filled);
    for (let count = 0; count < before; count += 1) outbox.acknowledge(append(outbox));
    const last = append(outbox, records);
    // Five sectors later the ordinal is none that the block tells. The other block is lost besides.
    const block = before === 0 ? 0 : 1;
    filled.bytes.fill(before === 0 ? 255 : 0, (1 - block) * 4096, (2 - block) * 4096);
    for (let bit = 0; bit < HEADER * 8; bit += 1) {
      const flash = copyOf(filled, 4096, 2);
      flash.bytes[block * 4096 + (bit >> 3)] ^= 1 << (bit & 7);
      const reopened = open(flash);
      t.deepEqual(sequences(reopened), range(last - records + 1, last), `${before} before, bit ${bit}`);
      t.true(append(reopened) > last, `bit ${bit}`);
      t.deepEqual(sequences(open(flash)).slice(0, records), range(last - records + 1, last));
    }
  }
});

test('a bit in each of the last records: none of their numbers is given again', (t) => {
  for (const count of range(1, 8)) {
    const flash = new NorFlash({ blocks: 4 });
    append(open(flash), 100);
    const inHead = 100 - 92;
    for (const index of range(inHead - count, inHead - 1)) flash.bytes[4096 + HEADER + index * RECORD + 30] ^= 4;
    const outbox = open(flash);
    t.deepEqual(sequences(outbox), range(1, 100 - count));
    const number = append(outbox);
    t.true(number > 100 && number <= 100 + count + 1, `${number} after ${count} rotten records`);
  }
});

test('whichever sectors turn to zeros, a number is not given again', (t) => {
  for (const count of [5, 92, 100, 250, 368, 400, 1000]) {
    const filled = new NorFlash({ blocks: 4 });
    append(open(filled), count);
    for (let zeroed = 1; zeroed < 15; zeroed += 1) {
      const flash = copyOf(filled, 4096, 4);
      // What is erased has not been written to, and what nothing is left of tells nothing.
      for (const block of range(0, 3)) {
        const start = block * 4096;
        if ((zeroed >> block & 1) === 1 && flash.bytes[start + 12] !== 255) flash.bytes.fill(0, start, start + 4096);
      }
      const number = append(open(flash));
      t.true(number > count, `${number} after ${count} with sectors ${zeroed.toString(2)} zeroed`);
    }
  }
});

test('a CRC leads back to the seed', (t) => {
  const property = fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (bytes, seed) => {
    const buffer = new FlashBuffer(bytes.length);
    buffer.bytes.set(bytes);
    assert.equal(crc32Seed(bytes, 0, bytes.length, crc32(buffer.words, 0, bytes.length, seed)), seed);
  });
  check(t, property);
});

const BLOCK_LENGTH = 256;
const BLOCKS = 4;

test('whatever rots in headers and records, what can be read is delivered once, and no number is given again', (t) => {
  const step = fc.constantFrom('append', 'append', 'append', 'deliver', 'restart', 'prepare');
  const flip = fc.record({ block: fc.nat(BLOCKS - 1), bit: fc.nat(BLOCK_LENGTH * 8 - 1), isHeader: fc.boolean() });
  const zeroed = fc.option(fc.nat(BLOCKS - 1));
  const property = fc.property(fc.array(step, { maxLength: 80 }), fc.array(flip, { maxLength: 4 }), zeroed, (steps, flips, zeros) => {
    const flash = new NorFlash({ blockLength: BLOCK_LENGTH, blocks: BLOCKS });
    let outbox = open(flash);
    const record = recordFor(outbox);
    let last = 0;
    const waiting = new Set<number>();
    for (const what of steps) {
      if (what === 'restart') outbox = open(flash);
      else if (what === 'prepare') outbox.prepare();
      else if (what === 'deliver' && outbox.peek(record)) {
        outbox.acknowledge(record.sequence);
        waiting.delete(record.sequence);
      } else waiting.add((last = append(outbox)));
    }
    const expected = new Set(sequences(outbox));
    const places = recordPlaces(flash);
    const headerFlips = new Map<number, number>();
    for (const { block, bit, isHeader } of flips) {
      const place = isHeader ? bit % (HEADER * 8) : bit;
      const isInHeader = place < HEADER * 8;
      // A lone record is not believed where nothing is left of its sector's header.
      if (isInHeader && (headerFlips.get(block) ?? 0) >= 1) continue;
      if (isInHeader) headerFlips.set(block, (headerFlips.get(block) ?? 0) + 1);
      flash.bytes[block * BLOCK_LENGTH + (place >> 3)] ^= 1 << (place & 7);
      for (const [sequence, start] of places) {
        const at = block * BLOCK_LENGTH + (place >> 3);
        if (at >= start && at < start + RECORD) expected.delete(sequence);
      }
    }
    if (zeros !== null && flash.bytes[zeros * BLOCK_LENGTH + 12] !== 255) {
      flash.bytes.fill(0, zeros * BLOCK_LENGTH, (zeros + 1) * BLOCK_LENGTH);
      for (const [sequence, start] of places) if (Math.floor(start / BLOCK_LENGTH) === zeros) expected.delete(sequence);
    }
    const reopened = open(flash);
    const found = sequences(reopened);
    const missing = [...expected].filter((sequence) => !found.includes(sequence));
    assert.deepEqual(missing, []);
    assert.deepEqual(found.filter((sequence) => !waiting.has(sequence)), [], 'nothing comes again that has left, or never was');
    assert.ok(append(reopened) > last, 'a number is given again');
  });
  check(t, property, { runs: 3000 });
});

/** Where the records lie: the last one of each number, as its bytes say. */
function recordPlaces({ bytes }: NorFlash): Map<number, number> {
  const places = new Map<number, number>();
  const fields = new DataView(bytes.buffer);
  for (let block = 0; block < BLOCKS; block += 1) {
    for (let offset = HEADER; offset + RECORD <= BLOCK_LENGTH; offset += RECORD) {
      const start = block * BLOCK_LENGTH + offset;
      if (bytes[start + 24] === TimeBase.utc) places.set(fields.getUint32(start + 8), start);
    }
  }
  return places;
}
