import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import type { FullPolicy } from '../../../modules/telemetry/journal/full-policy.js';
import { type Outbox, recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { CountingFlash } from './counting-flash.js';

/** With sectors of 128 bytes, two records of this length fill one, and a half more is too much. */
const PAYLOAD = new Uint8Array(16);
const BLOCK_LENGTH = 128;

function journal(flash: NorFlash, whenFull: FullPolicy = 'drop-oldest'): JournalOutbox {
  return new JournalOutbox({ flash: { io: flash }, maximumPayload: 30, whenFull });
}

function append(outbox: Outbox, count: number): number {
  let last = 0;
  for (let index = 0; index < count; index += 1) last = outbox.append(PAYLOAD, PAYLOAD.length, TimeBase.utc, index);
  return last;
}

function sequences(outbox: Outbox): number[] {
  const record = recordFor(outbox);
  const found: number[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) found.push(record.sequence);
  return found;
}

for (const rounds of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`opening finds the head wherever it is: ${rounds} sectors were begun`, (t) => {
    const flash = new NorFlash({ blockLength: BLOCK_LENGTH, blocks: 4 });
    const last = append(journal(flash), 2 * rounds);
    const outbox = journal(flash);
    const waiting = Math.min(8, last);
    t.deepEqual(sequences(outbox), Array.from({ length: waiting }, (_, index) => last - waiting + 1 + index));
    t.deepEqual([outbox.length, outbox.damaged, outbox.newest], [waiting, 0, last]);
    t.is(append(outbox, 1), last + 1);
  });
}

test('a record that ends where its sector ends is in it', (t) => {
  const flash = new NorFlash({ blockLength: BLOCK_LENGTH, blocks: 2 });
  const outbox = journal(flash);
  outbox.append(new Uint8Array(23), 23, TimeBase.utc, 0);
  outbox.append(new Uint8Array(27), 27, TimeBase.utc, 0);
  t.deepEqual(flash.erases, [1, 0]);
  t.deepEqual(sequences(journal(flash)), [1, 2]);
});

test('a sector whose header has rotted is read all the same, and the next one follows it', (t) => {
  const flash = new NorFlash({ blockLength: BLOCK_LENGTH, blocks: 4 });
  append(journal(flash), 4);
  flash.bytes[BLOCK_LENGTH + 13] ^= 1;
  const outbox = journal(flash);
  t.deepEqual(sequences(outbox), [1, 2, 3, 4]);
  t.is(append(outbox, 3), 7);
  t.deepEqual(flash.erases, [1, 1, 1, 1]);
  t.deepEqual(sequences(outbox), [1, 2, 3, 4, 5, 6, 7]);
  t.deepEqual(sequences(journal(flash)), [1, 2, 3, 4, 5, 6, 7]);
});

test('what an earlier start has left is not counted twice when it is dropped', (t) => {
  const flash = new NorFlash({ blockLength: BLOCK_LENGTH, blocks: 3 });
  append(journal(flash), 6);
  const outbox = journal(flash);
  append(outbox, 1);
  t.deepEqual(sequences(outbox), [3, 4, 5, 6, 7]);
  t.deepEqual([outbox.length, outbox.dropped], [5, 2]);
  append(outbox, 4);
  t.deepEqual([outbox.length, outbox.dropped], [5, 6]);
  t.is(outbox.length, sequences(outbox).length);
});

test('what has left is not looked for', (t) => {
  const flash = new CountingFlash({ blockLength: BLOCK_LENGTH, blocks: 4 });
  const outbox = journal(flash);
  append(outbox, 4);
  outbox.acknowledge(1);
  t.is(flash.count(() => outbox.acknowledge(1)).reads, 0);
  for (const sequence of [2, 3, 4]) outbox.acknowledge(sequence);
  t.is(flash.count(() => outbox.acknowledge(4)).reads, 0);
  t.is(flash.count(() => outbox.acknowledge(9)).reads, 0);
});

test('sectors that were left at once are all drained, as those left one by one', (t) => {
  const opening = (order: readonly number[]): number => {
    const flash = new CountingFlash({ blockLength: BLOCK_LENGTH, blocks: 8 });
    const filling = journal(flash);
    append(filling, order.length);
    for (const sequence of order) filling.acknowledge(sequence);
    let outbox = filling;
    const { reads } = flash.count(() => (outbox = journal(flash)));
    t.deepEqual([filling.length, outbox.length], [0, 0]);
    return reads;
  };
  const order = Array.from({ length: 11 }, (_, index) => index + 1);
  t.is(opening([...order].reverse()), opening(order));
});

test('thinning out counts what waits, and not what has left before it', (t) => {
  const flash = new NorFlash({ blockLength: BLOCK_LENGTH, blocks: 16 });
  const outbox = journal(flash, 'thin-out');
  for (let round = 0; round < 100; round += 1) {
    const sequence = append(outbox, 1);
    t.is(sequence, round + 1, 'while nothing waits, all is taken');
    outbox.acknowledge(sequence);
  }
  append(outbox, 100);
  t.true(sequences(outbox).length > 16, 'half of the flash is filled without a gap');
  t.deepEqual(sequences(outbox).slice(0, 16), Array.from({ length: 16 }, (_, index) => 101 + index));
});

/** Flash that loses writes of records, though it can be erased, and takes headers and marks. */
class LosingFlash extends NorFlash {
  isLosing = false;
  lost = 0;
  override write(source: Uint8Array, byteOffset: number): void {
    if (this.isLosing && source.length > 28) this.lost += 1;
    else super.write(source, byteOffset);
  }
}

test('a record that no place keeps, in this block and the next, is refused, and all that was accepted stays', (t) => {
  const flash = new LosingFlash({ blocks: 2 });
  const outbox = journal(flash);
  append(outbox, 2);
  flash.isLosing = true;
  const error = t.throws(() => append(outbox, 1));
  t.like(error, { code: 'storage', isRetryable: true, message: 'what was written to flash can\'t be read back' });
  t.is(flash.lost, 4);
  t.deepEqual(sequences(outbox), [1, 2]);
  t.is(outbox.newest, 2);
  flash.isLosing = false;
  t.is(append(outbox, 1), 3);
});

test('the newest is known, or gone, when an append has dropped others and was refused then', (t) => {
  const flash = new LosingFlash({ blockLength: BLOCK_LENGTH, blocks: 3 });
  const outbox = journal(flash);
  append(outbox, 6);
  flash.isLosing = true;
  t.throws(() => append(outbox, 1));
  t.deepEqual(sequences(outbox), [5, 6]);
  t.is(outbox.newest, 6);
  t.throws(() => append(outbox, 1));
  t.deepEqual([outbox.newest, outbox.length], [0, 0]);
});

test('flash of which no block can be erased is named', (t) => {
  class StuckFlash extends NorFlash {
    override eraseBlock(block: number): void {
      super.eraseBlock(block);
      if (this.erases[block] > 1) this.bytes[block * BLOCK_LENGTH + 100] = 0;
    }
  }
  const flash = new StuckFlash({ blockLength: BLOCK_LENGTH, blocks: 2 });
  const outbox = journal(flash);
  append(outbox, 4);
  const message = /^flash block \d can't be erased and written, nor any other$/;
  const error = t.throws(() => append(outbox, 1));
  t.like(error, { code: 'storage', isRetryable: true });
  t.regex(error?.message ?? '', message);
  const erases = flash.erases[0] + flash.erases[1];
  t.regex(t.throws(() => append(outbox, 1))?.message ?? '', message);
  t.is(flash.erases[0] + flash.erases[1], erases + 3, 'one block is tried then, and not each of them');
});
