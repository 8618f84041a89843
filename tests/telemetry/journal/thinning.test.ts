import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { check } from '../../property.js';

const PAYLOAD = 36;

/** Readings of an outage, of which the outbox takes what it will: their indices. */
function outage(readings: number, restartsAfter: (index: number) => boolean, writeAlign: number): number[] {
  const flash = new NorFlash({ blocks: 16, writeAlign });
  const open = (): JournalOutbox => new JournalOutbox({ flash: { io: flash }, whenFull: 'thin-out' });
  let outbox = open();
  for (let index = 1; index <= readings; index += 1) {
    outbox.append(new Uint8Array(PAYLOAD), PAYLOAD, TimeBase.utc, index);
    if (restartsAfter(index)) outbox = open();
  }
  const record = recordFor(outbox);
  const kept: number[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) kept.push(record.time);
  return kept;
}

test('a reading every 15 minutes for 30 days, a restart every few of them: the outage is there to its end', (t) => {
  const readings = 30 * 96;
  const undisturbed = outage(readings, () => false, 1);
  for (const few of [1, 2, 3, 4, 7, 60]) {
    const kept = outage(readings, (index) => index % few === 0, 1);
    const last = kept.at(-1) ?? 0;
    t.true(last > readings - 64, `the last of ${readings} is ${last}, with a restart every ${few}`);
    t.true(kept.length > undisturbed.length * 0.95, `${kept.length} instead of ${undisturbed.length}`);
    t.true(Math.max(...kept.slice(1).map((index, at) => index - kept[at])) <= 64);
  }
});

test('where words are written twice at most, the counting takes more room: the outage is there to four fifths', (t) => {
  for (const few of [1, 4, 60]) t.true((outage(2880, (index) => index % few === 0, 4).at(-1) ?? 0) > 2880 * 0.8);
});

test('whenever the host restarts, the outage is there to its end, the longer the coarser', (t) => {
  const property = fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 20, maxLength: 60 }), (lives) => {
    const restarts = new Set<number>();
    for (let index = 0, life = 0; index < 2500; life += 1) restarts.add((index += lives[life % lives.length]));
    const kept = outage(2500, (at) => restarts.has(at), 1);
    const gaps = kept.slice(1).map((index, at) => index - kept[at]);
    assert.ok((kept.at(-1) ?? 0) > 2500 - 64);
    assert.ok(Math.max(...gaps) <= 64);
    // The one in which the first start ends may have any length: it has kept no tally.
    assert.ok(gaps.filter((gap, at) => at > 0 && gap < gaps[at - 1]).length <= 1);
  });
  check(t, property, { runs: 10 });
});
