import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { FlashPower, PowerFailure } from '../../../host-sim/flash/flash-power.js';
import { indeterminate } from '../../../host-sim/flash/interruptions.js';
import { WornFlash } from '../../../host-sim/flash/worn-flash.js';
import { FULL_POLICIES, type FullPolicy } from '../../../modules/telemetry/journal/full-policy.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { check } from '../../property.js';

const BLOCK_LENGTH = 256;
const BLOCKS = 8;
const MAXIMUM_PAYLOAD = 16;
const SECTOR_RECORDS = Math.floor((BLOCK_LENGTH - 28) / 44);

function open(flash: WornFlash, whenFull: FullPolicy = 'drop-oldest'): JournalOutbox {
  return new JournalOutbox({ flash: { io: flash }, maximumPayload: MAXIMUM_PAYLOAD, whenFull });
}

function append(outbox: JournalOutbox): number {
  return outbox.append(new Uint8Array(MAXIMUM_PAYLOAD).fill(7), MAXIMUM_PAYLOAD, TimeBase.utc, 1);
}

function sequences(outbox: JournalOutbox): number[] {
  const record = recordFor(outbox);
  const found: number[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) found.push(record.sequence);
  return found;
}

for (const whenFull of FULL_POLICIES) {
  test(`${whenFull}: one cell that stays 0 costs the block it is in, three erases, and nothing else`, (t) => {
    const flash = new WornFlash({ blockLength: BLOCK_LENGTH, blocks: BLOCKS });
    flash.wear(5 * BLOCK_LENGTH + 100, 1, 0);
    let outbox = open(flash, whenFull);
    for (let count = 1; count <= 400; count += 1) {
      const sequence = append(outbox);
      t.true(sequence > 0);
      outbox.acknowledge(sequence);
      // The host restarts, as its watchdog has it, and the block is known by its mark.
      if (count % 10 === 0) outbox = open(flash, whenFull);
    }
    t.deepEqual([flash.erases[5], outbox.badBlocks], [3, 1]);
    // Its capacity is that of the other blocks.
    for (let count = 0; count < 400; count += 1) append(outbox);
    const full = (BLOCKS - 1) * SECTOR_RECORDS;
    t.true(outbox.length <= full && outbox.length > full - 2 * SECTOR_RECORDS, `${outbox.length} wait`);
    t.deepEqual(sequences(open(flash, whenFull)), sequences(outbox));
    t.is(flash.erases[5], 3);
  });
}

test('a cell that dies under a record costs the place, and not the record', (t) => {
  const flash = new WornFlash({ blockLength: BLOCK_LENGTH, blocks: BLOCKS });
  const outbox = open(flash);
  append(outbox);
  // In the payload of the next one, which an erase has found to be erased.
  flash.wear(28 + 44 + 30, 0xff, 1);
  t.is(append(outbox), 2);
  t.is(append(outbox), 3);
  t.deepEqual(sequences(outbox), [1, 2, 3]);
  t.deepEqual(sequences(open(flash)), [1, 2, 3]);
});

test('a cell that dies anywhere under a record, its mark and its filling included, makes no second record of it', (t) => {
  const PLACE = 28 + 44;
  for (let bit = 0; bit < 8 * 44; bit += 1) {
    for (const level of [0, 1] as const) {
      const flash = new WornFlash({ blockLength: BLOCK_LENGTH, blocks: BLOCKS });
      const outbox = open(flash);
      append(outbox);
      flash.wear(PLACE + (bit >> 3), 128 >> (bit & 7), level);
      append(outbox);
      append(outbox);
      const seen = `bit ${bit} of the place stays ${level}`;
      t.deepEqual(sequences(open(flash)), [1, 2, 3], seen);
      t.deepEqual(sequences(outbox), [1, 2, 3], seen);
      // The newest may leave before those that are older, as it does where there is a backlog.
      for (const sequence of [3, 2, 1]) outbox.acknowledge(sequence);
      t.deepEqual([outbox.length, sequences(outbox), sequences(open(flash))], [0, [], []], seen);
    }
  }
});

test('a journal of two blocks goes on in the one that is left', (t) => {
  const flash = new WornFlash({ blockLength: BLOCK_LENGTH, blocks: 2 });
  flash.wear(BLOCK_LENGTH + 3, 16, 0);
  let outbox = open(flash);
  for (let count = 1; count <= 100; count += 1) {
    const sequence = append(outbox);
    t.true(sequence > 0);
    if (count % 3 !== 0) outbox.acknowledge(sequence);
    outbox.prepare();
    if (count % 7 === 0) outbox = open(flash);
  }
  t.deepEqual([flash.erases[1], outbox.badBlocks], [3, 1]);
});

test('a block that takes no header any more is passed over, and one that takes no record is left for the next', (t) => {
  for (const offset of [13, 60]) {
    const flash = new WornFlash({ blockLength: BLOCK_LENGTH, blocks: 3 });
    for (let place = offset; place < BLOCK_LENGTH; place += 44) flash.wear(BLOCK_LENGTH + place, 255, 1);
    const outbox = open(flash);
    for (let count = 1; count <= 60; count += 1) outbox.acknowledge(append(outbox));
    t.is(outbox.newest, 0);
    t.is(open(flash).append(new Uint8Array(1), 1, TimeBase.utc, 1), outbox.append(new Uint8Array(1), 1, TimeBase.utc, 1));
  }
});

test('an erase that throws is one that has failed; flash that has lost its power says so', (t) => {
  class ThrowingFlash extends WornFlash {
    override eraseBlock(block: number): void {
      if (block === 2) throw new Error('erase failed');
      super.eraseBlock(block);
    }
  }
  const power = new FlashPower();
  const flash = new ThrowingFlash({ blockLength: BLOCK_LENGTH, blocks: 4, power });
  const outbox = open(flash);
  for (let count = 1; count <= 60; count += 1) append(outbox);
  t.is(outbox.badBlocks, 1);
  power.failIn(power.operations, () => undefined);
  t.throws(() => append(outbox), { instanceOf: PowerFailure });
});

test('when no block works, the error says so, once one works again readings are taken again', (t) => {
  class ResuscitatedFlash extends WornFlash {
    isDead = false;
    override eraseBlock(block: number): void {
      if (!this.isDead) super.eraseBlock(block);
    }
  }
  const flash = new ResuscitatedFlash({ blockLength: BLOCK_LENGTH, blocks: 4 });
  const outbox = open(flash, 'drop-newest');
  for (let count = 1; count <= 10; count += 1) outbox.acknowledge(append(outbox));
  flash.isDead = true;
  let failures = 0;
  for (let count = 1; count <= 30; count += 1) {
    try {
      outbox.acknowledge(append(outbox));
    } catch (error) {
      failures += 1;
      assert.equal((error as { code?: string }).code, 'storage');
    }
  }
  t.true(failures > 0);
  flash.isDead = false;
  t.true(append(outbox) > 0);
});

/** A cell that wears out: where, to what it sticks, and before which step. */
const cell = fc.record({
  byteOffset: fc.nat(BLOCKS * BLOCK_LENGTH - 1),
  mask: fc.constantFrom(1, 2, 128, 255),
  level: fc.constantFrom(0, 1),
  step: fc.nat(120),
});
const step = fc.constantFrom('append', 'append', 'append', 'deliver', 'deliver', 'restart', 'prepare', 'cut');

for (const whenFull of FULL_POLICIES) {
  test(`${whenFull}: whatever cells wear out, and when, appends go on, and no number is given twice`, (t) => {
    const property = fc.property(
      // Two blocks work to the end; the others may be worn from the start.
      fc.array(cell, { maxLength: 24 }),
      fc.subarray([...Array(BLOCKS - 2).keys()]),
      fc.array(step, { minLength: 60, maxLength: 140 }),
      fc.nat(9999),
      (cells, unerasable, steps, seed) => {
        const power = new FlashPower();
        const flash = new WornFlash({ blockLength: BLOCK_LENGTH, blocks: BLOCKS, power });
        for (const block of unerasable) flash.bytes[block * BLOCK_LENGTH + ((seed + block * 31) % BLOCK_LENGTH)] = 0;
        for (const block of unerasable) flash.wearOut(block);
        const given = new Set<number>();
        let outbox = open(flash, whenFull);
        const record = recordFor(outbox);
        let random = seed;
        const next = (): number => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0) / 2 ** 32;
        steps.forEach((what, index) => {
          for (const { byteOffset, mask, level, step: when } of cells) {
            if (when === index && byteOffset < (BLOCKS - 2) * BLOCK_LENGTH) flash.wear(byteOffset, mask, level as 0 | 1);
          }
          if (what === 'cut') power.failIn(power.operations + Math.floor(next() * 3), indeterminate(next));
          try {
            if (what === 'restart') outbox = open(flash, whenFull);
            else if (what === 'prepare') outbox.prepare();
            else if (what === 'deliver' && outbox.peek(record)) outbox.acknowledge(record.sequence);
            else {
              const sequence = append(outbox);
              assert.ok(sequence > 0 || whenFull !== 'drop-oldest');
              assert.ok(sequence === 0 || !given.has(sequence), `number ${sequence} was given twice`);
              given.add(sequence);
            }
          } catch (error) {
            if (!(error instanceof PowerFailure)) throw error;
          }
          if (power.isOn) return;
          power.restore();
          outbox = open(flash, whenFull);
        });
      },
    );
    check(t, property, { runs: 400 });
  });
}
