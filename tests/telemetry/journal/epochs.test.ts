import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { type Outbox, type OutboxRecord, recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { CountingFlash } from './counting-flash.js';

const PAYLOAD = new Uint8Array(36);
const EPOCH = Date.UTC(2026, 2, 1);

const journal = (flash: NorFlash): JournalOutbox => new JournalOutbox({ flash: { io: flash } });

function appendUndated(outbox: Outbox, uptime: number): number {
  return outbox.append(PAYLOAD, PAYLOAD.length, TimeBase.uptime, uptime);
}

function all(outbox: Outbox): Pick<OutboxRecord, 'sequence' | 'timeBase' | 'time'>[] {
  const record = recordFor(outbox);
  const found: Pick<OutboxRecord, 'sequence' | 'timeBase' | 'time'>[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) {
    const { sequence, timeBase, time } = record;
    found.push({ sequence, timeBase, time });
  }
  return found;
}

test('a start that came to know the clock has dated its records for every later start', (t) => {
  const flash = new NorFlash({ blocks: 4 });
  const first = journal(flash);
  appendUndated(first, 1000);
  appendUndated(first, 2000);
  first.setEpoch(EPOCH);
  t.deepEqual(all(first).map(({ timeBase }) => timeBase), [TimeBase.uptime, TimeBase.uptime], 'this start knows its uptime');
  t.is(first.length, 2);
  const second = journal(flash);
  t.is(appendUndated(second, 7), 3);
  const third = journal(flash);
  t.deepEqual(all(third), [
    { sequence: 1, timeBase: TimeBase.utc, time: EPOCH + 1000 },
    { sequence: 2, timeBase: TimeBase.utc, time: EPOCH + 2000 },
    { sequence: 3, timeBase: TimeBase.unknown, time: 7 },
  ]);
});

test('what is taken without a clock later in the same start has an epoch of its own', (t) => {
  const flash = new NorFlash({ blocks: 4 });
  const first = journal(flash);
  appendUndated(first, 1000);
  first.setEpoch(EPOCH);
  appendUndated(first, 2000);
  first.setEpoch(EPOCH + 5);
  appendUndated(first, 3000);
  t.deepEqual(all(journal(flash)), [
    { sequence: 1, timeBase: TimeBase.utc, time: EPOCH + 1000 },
    { sequence: 2, timeBase: TimeBase.utc, time: EPOCH + 2005 },
    { sequence: 3, timeBase: TimeBase.unknown, time: 3000 },
  ]);
});

test('the newest record is known after an opening, with an epoch behind it, and its number is not given again', (t) => {
  const flash = new NorFlash({ blocks: 4 });
  const first = journal(flash);
  appendUndated(first, 1);
  appendUndated(first, 2);
  first.setEpoch(EPOCH);
  const second = journal(flash);
  t.is(second.newest, 2);
  second.acknowledge(2);
  t.is(second.newest, 0);
  t.is(journal(flash).newest, 0);
  t.is(appendUndated(second, 1), 3);
});

test('an epoch alone in its sector leaves the newest record known', (t) => {
  const flash = new NorFlash({ blocks: 4 });
  const first = journal(flash);
  // Records of 36 bytes, which fill a sector to its last byte.
  for (let uptime = 0; uptime < (4096 - 28) / 36; uptime += 1) first.append(PAYLOAD, 11, TimeBase.uptime, uptime);
  t.is(flash.erases[1], 0);
  first.setEpoch(EPOCH);
  t.is(flash.erases[1], 1);
  t.is(journal(flash).newest, 113);
});

test('nothing is written where no record wants a date', (t) => {
  const flash = new NorFlash({ blocks: 4 });
  const outbox = journal(flash);
  outbox.append(PAYLOAD, PAYLOAD.length, TimeBase.utc, EPOCH);
  const { writes } = flash;
  outbox.setEpoch(EPOCH);
  t.is(flash.writes, writes);
  appendUndated(outbox, 1);
  outbox.setEpoch(EPOCH);
  outbox.setEpoch(EPOCH + 1);
  t.is(flash.writes, writes + 2);
});

test('the epoch of many records is looked for once', (t) => {
  const flash = new CountingFlash({ blocks: 16 });
  const first = journal(flash);
  for (let uptime = 0; uptime < 500; uptime += 1) appendUndated(first, uptime);
  first.setEpoch(EPOCH);
  const second = journal(flash);
  const record = recordFor(second);
  const search = flash.count(() => second.peek(record));
  t.true(search.reads > 500 && search.reads < 2 * 502 + 16, `${search.reads} reads`);
  const rest = flash.count(() => {
    for (let count = 1; count < 500; count += 1) second.peek(record, record.sequence);
  });
  t.is(record.time, EPOCH + 499);
  t.true(rest.reads < 3 * 499, `${rest.reads} reads`);
});

test('a full journal that may drop nothing takes no epoch, and asks for it again', (t) => {
  const flash = new NorFlash({ blocks: 2, blockLength: 128 });
  const outbox = new JournalOutbox({ flash: { io: flash }, maximumPayload: 40, whenFull: 'drop-newest' });
  while (appendUndated(outbox, 1) !== 0);
  const { length } = outbox;
  outbox.setEpoch(EPOCH);
  t.is(outbox.length, length);
  for (const { sequence } of all(outbox)) outbox.acknowledge(sequence);
  appendUndated(outbox, 5);
  outbox.setEpoch(EPOCH);
  t.is(all(new JournalOutbox({ flash: { io: flash }, maximumPayload: 40 }))[0].time, EPOCH + 5);
});
