import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { type Outbox, recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { check } from '../../property.js';

const MAXIMUM_PAYLOAD = 16;

function journal(flash: NorFlash): JournalOutbox {
  return new JournalOutbox({ flash: { io: flash }, maximumPayload: MAXIMUM_PAYLOAD });
}

/** Appends records `first` to `last`, whose payload is their number sixteen times. */
function fill(outbox: Outbox, first: number, last: number): void {
  for (let number = first; number <= last; number += 1) {
    outbox.append(new Uint8Array(MAXIMUM_PAYLOAD).fill(number), MAXIMUM_PAYLOAD, TimeBase.utc, number);
  }
}

/** Takes out all that waits: the numbers of the payloads, and -1 for one that is not as it was stored. */
function drain(outbox: Outbox): number[] {
  const record = recordFor(outbox);
  const numbers: number[] = [];
  while (outbox.peek(record)) {
    const { payload, byteLength, time, sequence } = record;
    const isIntact = byteLength === MAXIMUM_PAYLOAD && payload.every((byte) => byte === time);
    numbers.push(isIntact ? time : -1);
    outbox.acknowledge(sequence);
  }
  return numbers;
}

test('a bit that rots anywhere costs at most the record it is in, and nothing corrupt comes out', (t) => {
  const original = new NorFlash({ blockLength: 128, blocks: 3 });
  const filled = journal(original);
  fill(filled, 1, 2);
  drain(filled);
  fill(filled, 3, 5);
  const bits = original.bytes.length * 8;
  let lost = 0;
  for (let bit = 0; bit < bits; bit += 1) {
    const flash = new NorFlash({ blockLength: 128, blocks: 3 });
    flash.bytes.set(original.bytes);
    flash.bytes[bit >> 3] ^= 1 << (bit & 7);
    const outbox = journal(flash);
    const found = drain(outbox);
    const missing = [3, 4, 5].filter((number) => !found.includes(number));
    t.false(found.includes(-1), `bit ${bit}`);
    t.true(missing.length <= 1, `bit ${bit} costs ${missing.join(' ')}`);
    // What an acknowledged record's mark was is gone with nothing but the mark: it does not come again for one bit.
    t.true(found.every((number) => number >= 3), `bit ${bit} brings back ${found.join(' ')}`);
    t.true(outbox.damaged <= 1 && outbox.damaged >= missing.length, `bit ${bit} is counted ${outbox.damaged} times`);
    lost += missing.length;
    // The journal goes on, and gives no number twice.
    fill(outbox, 6, 6);
    t.true(outbox.newest > 5, `bit ${bit} gives number ${outbox.newest} again`);
    fill(outbox, 7, 9);
    t.deepEqual(drain(outbox), [6, 7, 8, 9]);
  }
  // Every bit of three records but for those of their marks.
  t.is(lost, 3 * 8 * (25 - 4 + MAXIMUM_PAYLOAD));
});

test('whatever rots in records, none that is intact and waits is passed over, nor the last one taken for another', (t) => {
  const header = 28;
  const length = 44;
  const rotten = fc.record({ record: fc.nat(11), bit: fc.integer({ min: 32, max: length * 8 - 1 }) });
  const damage = fc.property(fc.subarray([...Array(12).keys()]), fc.array(rotten, { maxLength: 6 }), (left, bits) => {
    const flash = new NorFlash({ blockLength: 1024, blocks: 2 });
    const filled = journal(flash);
    fill(filled, 1, 12);
    for (const index of left) filled.acknowledge(index + 1);
    const sound = new Set(Array(12).keys());
    for (const { record, bit } of bits) {
      flash.bytes[header + record * length + (bit >> 3)] ^= 1 << (bit & 7);
      sound.delete(record);
    }
    const outbox = journal(flash);
    const { newest } = outbox;
    const found = drain(outbox);
    for (const index of sound) assert.equal(found.includes(index + 1), !left.includes(index));
    if (sound.has(11)) assert.equal(newest, left.includes(11) ? 0 : 12);
    assert.ok(!found.includes(-1));
    fill(outbox, 13, 13);
    if (sound.has(11)) assert.equal(outbox.newest, 13);
  });
  check(t, damage, { runs: 1000 });
});

test('a length that has rotted does not lead from a record that has left over one that waits', (t) => {
  const flash = new NorFlash({ blockLength: 1024, blocks: 2 });
  const open = (): JournalOutbox => new JournalOutbox({ flash: { io: flash }, maximumPayload: 200 });
  const filled = open();
  // Records of 64 bytes, and one bit more in a length makes 128 of them.
  for (let number = 1; number <= 5; number += 1) filled.append(new Uint8Array(39), 39, TimeBase.utc, number);
  filled.acknowledge(1);
  filled.acknowledge(3);
  flash.bytes[28 + 21] ^= 64;
  const outbox = open();
  const record = recordFor(outbox);
  t.true(outbox.peek(record));
  t.is(record.sequence, 2);
  t.is(outbox.newest, 5);
});

test('a payload that looks like a record is none', (t) => {
  const flash = new NorFlash({ blockLength: 256, blocks: 2 });
  const outbox = new JournalOutbox({ flash: { io: flash }, maximumPayload: 100 });
  fill(outbox, 7, 7);
  const image = flash.bytes.slice(28, 28 + 44);
  const payload = new Uint8Array([0, 0, 0, ...image]);
  outbox.append(payload, payload.length, TimeBase.utc, 0);
  // The record around it rots: what is in it must not stand up.
  flash.bytes[28 + 44 + 9] ^= 1;
  t.deepEqual(drain(new JournalOutbox({ flash: { io: flash }, maximumPayload: 100 })).length, 1);
});

test('a place that does not keep what is written costs a retry; nothing is accepted that can\'t be read back', (t) => {
  /** Bit 0 of this byte is stuck at 1. */
  let stuck = 28 + 30;
  class WornFlash extends NorFlash {
    override write(source: Uint8Array, byteOffset: number): void {
      super.write(source, byteOffset);
      if (stuck >= byteOffset && stuck < byteOffset + source.length) this.bytes[stuck] |= 1;
    }
  }
  const flash = new WornFlash({ blockLength: 256, blocks: 2 });
  const outbox = journal(flash);
  fill(outbox, 2, 3);
  t.is(outbox.length, 2);
  t.deepEqual(drain(outbox), [2, 3]);
  t.deepEqual(drain(journal(flash)), []);

  // No header can be written to the first block.
  stuck = 13;
  const bad = new WornFlash({ blockLength: 256, blocks: 2 });
  const passing = journal(bad);
  fill(passing, 2, 2);
  t.deepEqual([passing.badBlocks, bad.erases], [1, [3, 1]]);
  t.deepEqual(drain(journal(bad)), [2]);
});

test('a block in which an erase leaves bits behind is erased again, and passed over after three times', (t) => {
  class WearyFlash extends NorFlash {
    failures = 2;
    override eraseBlock(block: number): void {
      super.eraseBlock(block);
      if (this.failures > 0) this.bytes[block * 256 + 200] = 0xfe;
      this.failures -= 1;
    }
  }
  const flash = new WearyFlash({ blockLength: 256, blocks: 3 });
  const outbox = journal(flash);
  fill(outbox, 1, 1);
  t.deepEqual(flash.erases, [3, 0, 0]);
  flash.failures = 3;
  fill(outbox, 2, 9);
  t.deepEqual(flash.erases, [3, 3, 1]);
  t.deepEqual(drain(journal(flash)), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('a write that the flash swallows leaves a gap, and the next record is found behind it', (t) => {
  let isDeaf = false;
  class DeafFlash extends NorFlash {
    override write(source: Uint8Array, byteOffset: number): void {
      if (!isDeaf) super.write(source, byteOffset);
      isDeaf = false;
    }
  }
  const flash = new DeafFlash({ blockLength: 512, blocks: 2 });
  const outbox = journal(flash);
  fill(outbox, 1, 1);
  isDeaf = true;
  fill(outbox, 2, 3);
  t.deepEqual(drain(journal(flash)), [1, 2, 3]);
});

test('flash that can\'t be read does not throw, and what waits in it is there later', (t) => {
  let isReadable = true;
  class MoodyFlash extends NorFlash {
    override read(target: Uint8Array, byteOffset: number): number {
      if (!isReadable) throw new Error('read failed');
      return super.read(target, byteOffset);
    }
  }
  const outbox = journal(new MoodyFlash({ blockLength: 256, blocks: 2 }));
  fill(outbox, 1, 2);
  isReadable = false;
  const record = recordFor(outbox);
  t.false(outbox.peek(record));
  // Its mark takes no reading; and a second word of it is no word of the next one.
  t.notThrows(() => outbox.acknowledge(1));
  t.notThrows(() => outbox.acknowledge(1));
  t.notThrows(() => outbox.acknowledge(2));
  isReadable = true;
  t.deepEqual(drain(outbox), [2]);
});

test('a mark that can\'t be written: the record has left all the same, and comes again after the next opening', (t) => {
  let isWritable = true;
  class LockedFlash extends NorFlash {
    override write(source: Uint8Array, byteOffset: number): void {
      if (!isWritable) throw new Error('write failed');
      super.write(source, byteOffset);
    }
  }
  const flash = new LockedFlash({ blockLength: 256, blocks: 2 });
  const outbox = journal(flash);
  fill(outbox, 1, 3);
  isWritable = false;
  t.deepEqual(drain(outbox), [1, 2, 3]);
  t.is(outbox.length, 0);
  t.deepEqual(drain(journal(flash)), [1, 2, 3]);
});
