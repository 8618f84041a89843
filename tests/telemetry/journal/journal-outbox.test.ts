import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { FlashBuffer } from '../../../modules/telemetry/journal/flash-buffer.js';
import { flashRegion } from '../../../modules/telemetry/journal/flash-region.js';
import { thinningStep } from '../../../modules/telemetry/journal/full-policy.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import type { JournalOutboxOptions } from '../../../modules/telemetry/journal/journal-options.js';
import { SECTOR_HEADER_LENGTH, writeSectorHeader } from '../../../modules/telemetry/journal/sector-header.js';
import { type Outbox, recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { CountingFlash } from './counting-flash.js';

const PAYLOAD = new TextEncoder().encode('{"thermometer":{"temperature":21.5}}');

function journal(flash: NorFlash, options: Partial<JournalOutboxOptions> = {}): JournalOutbox {
  return new JournalOutbox({ flash: { io: flash }, ...options });
}

function append(outbox: Outbox, count: number): void {
  for (let index = 0; index < count; index += 1) outbox.append(PAYLOAD, PAYLOAD.length, TimeBase.utc, index);
}

function sequences(outbox: Outbox): number[] {
  const record = recordFor(outbox);
  const found: number[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) found.push(record.sequence);
  return found;
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('a record comes back as it was given, with the number of its start', (t) => {
  const flash = new NorFlash({ blocks: 2 });
  const first = journal(flash);
  t.is(first.append(PAYLOAD, PAYLOAD.length, TimeBase.utc, 1767225600000.5), 1);
  t.is(first.append(PAYLOAD, 0, TimeBase.uptime, 1234), 2);
  const record = recordFor(first);
  t.true(first.peek(record));
  t.like(record, { sequence: 1, timeBase: TimeBase.utc, time: 1767225600000.5, boot: 1, byteLength: PAYLOAD.length });
  t.deepEqual(record.payload.slice(0, record.byteLength), PAYLOAD);
  t.true(first.peek(record, 1));
  t.like(record, { sequence: 2, timeBase: TimeBase.uptime, time: 1234, boot: 1, byteLength: 0 });
  t.false(first.peek(record, 2));
  t.like(record, { sequence: 2 }, 'what is not there changes nothing');

  const second = journal(flash);
  t.true(second.peek(record, 1));
  t.like(record, { sequence: 2, timeBase: TimeBase.unknown, time: 1234, boot: 1 });
  second.append(PAYLOAD, 3, TimeBase.uptime, 5);
  t.true(second.peek(record, 2));
  t.like(record, { sequence: 3, timeBase: TimeBase.uptime, boot: 2 });
});

test('the number of the start goes from 65535 to 1', (t) => {
  const flash = new NorFlash({ blocks: 2 });
  const header = new FlashBuffer(SECTOR_HEADER_LENGTH);
  writeSectorHeader(header, 0, 1, 65535);
  flash.write(header.bytes, 0);
  const outbox = journal(flash);
  append(outbox, 1);
  const record = recordFor(outbox);
  t.true(outbox.peek(record));
  t.is(record.boot, 1);
});

test('what has left stays away; the newest is known as long as it waits', (t) => {
  const flash = new NorFlash({ blocks: 2 });
  const outbox = journal(flash);
  t.deepEqual([outbox.newest, outbox.length], [0, 0]);
  append(outbox, 4);
  t.is(outbox.newest, 4);
  outbox.acknowledge(4);
  outbox.acknowledge(2);
  outbox.acknowledge(2);
  outbox.acknowledge(99);
  t.deepEqual([outbox.newest, outbox.length], [0, 2]);
  t.deepEqual(sequences(outbox), [1, 3]);
  const again = journal(flash);
  t.deepEqual(sequences(again), [1, 3]);
  t.is(again.newest, 0);
  again.acknowledge(1);
  again.acknowledge(3);
  t.is(again.length, 0);
  append(again, 1);
  t.deepEqual(sequences(again), [5]);
  t.is(journal(flash).newest, 5);
});

test('drop-oldest erases the oldest sector, and counts what waited in it', (t) => {
  const outbox = journal(new NorFlash({ blockLength: 256, blocks: 3 }), { maximumPayload: 40 });
  append(outbox, 9);
  t.deepEqual(sequences(outbox), range(1, 9));
  outbox.acknowledge(2);
  append(outbox, 1);
  t.deepEqual(sequences(outbox), range(4, 10));
  t.deepEqual([outbox.dropped, outbox.length], [2, 7]);
});

test('drop-newest refuses while there is no room', (t) => {
  const outbox = journal(new NorFlash({ blockLength: 256, blocks: 3 }), { maximumPayload: 40, whenFull: 'drop-newest' });
  append(outbox, 12);
  t.deepEqual(sequences(outbox), range(1, 9));
  t.is(outbox.dropped, 3);
  for (const sequence of [1, 2, 3]) outbox.acknowledge(sequence);
  append(outbox, 1);
  t.deepEqual(sequences(outbox), range(4, 10));
});

test('thin-out takes fewer and fewer, so that a long outage is kept from beginning to end', (t) => {
  const outbox = journal(new NorFlash({ blocks: 16 }), { whenFull: 'thin-out' });
  append(outbox, 4000);
  const record = recordFor(outbox);
  const times: number[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) times.push(record.time);
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  t.deepEqual([...new Set(gaps)], [1, 2, 4, 8, 16, 32, 64]);
  t.true(gaps.every((gap, index) => index === 0 || gap >= gaps[index - 1]));
  t.is(times.length + outbox.dropped, 4000);
  t.true((times.at(-1) ?? 0) > 3900);
  t.deepEqual([100, 51, 50, 26, 25, 1, 0].map((free) => thinningStep(free, 100)), [1, 1, 2, 2, 4, 64, 64]);
});

test('wear is spread evenly: no block is erased more than once more often than another', (t) => {
  const flash = new NorFlash({ blocks: 5 });
  let outbox = journal(flash);
  for (let round = 0; round < 60; round += 1) {
    append(outbox, 50);
    for (const sequence of sequences(outbox).slice(round % 30)) outbox.acknowledge(sequence);
    t.is(outbox.damaged, 0);
    if (round % 7 === 0) outbox = journal(flash);
  }
  t.true(Math.min(...flash.erases) >= 9);
  t.true(Math.max(...flash.erases) - Math.min(...flash.erases) <= 1, flash.erases.join(' '));
});

test('opening reads the headers and two sectors, however many records wait, and writes nothing', (t) => {
  const flash = new CountingFlash({ blocks: 200 });
  const filling = journal(flash);
  append(filling, 10_500);
  for (let sequence = 1; sequence <= 500; sequence += 1) filling.acknowledge(sequence);
  const { writes } = flash;
  let outbox: Outbox = filling;
  const opening = flash.count(() => (outbox = journal(flash)));
  t.is(outbox.length, 10_000);
  t.is(flash.writes, writes);
  t.true(opening.reads < 400 && opening.bytes < 15_000, `${opening.reads} reads of ${opening.bytes} bytes`);
  const record = recordFor(outbox);
  // The oldest, the one behind it, the newest: each costs two reads, of its header and of all of it.
  t.is(flash.count(() => outbox.peek(record)).reads, 2);
  t.is(flash.count(() => outbox.peek(record, record.sequence)).reads, 2);
  t.is(flash.count(() => outbox.peek(record, outbox.newest - 1)).reads, 2);
  t.is(record.sequence, 10_500);
  t.true(flash.count(() => outbox.acknowledge(501)).reads <= 6);
  t.true(flash.count(() => append(outbox, 1)).reads <= 2);
});

test('a ring in which all has left opens as fast: what is drained is not read again', (t) => {
  const flash = new CountingFlash({ blocks: 20 });
  const filling = journal(flash);
  append(filling, 1000);
  for (let sequence = 1; sequence <= 1000; sequence += 1) filling.acknowledge(sequence);
  let outbox: Outbox = filling;
  const opening = flash.count(() => (outbox = journal(flash)));
  t.is(outbox.length, 0);
  t.true(opening.reads < 2 * 20 + 4 * 64, `${opening.reads} reads`);
});

test('so does one from which each reading has left before the next came, as of a node that is connected', (t) => {
  const flash = new CountingFlash({ blocks: 20 });
  const filling = journal(flash);
  for (let sequence = 1; sequence <= 1000; sequence += 1) {
    append(filling, 1);
    filling.acknowledge(sequence);
  }
  let outbox: Outbox = filling;
  const opening = flash.count(() => (outbox = journal(flash)));
  t.is(outbox.length, 0);
  t.true(opening.reads < 2 * 20 + 4 * 64, `${opening.reads} reads`);
});

test('sectors that are full to the last byte count as no damage', (t) => {
  const flash = new NorFlash({ blocks: 4 });
  const outbox = journal(flash);
  // Records of 36 bytes: 113 of them fill a sector.
  for (let count = 0; count < 500; count += 1) outbox.append(PAYLOAD, 11, TimeBase.utc, count);
  t.true(outbox.dropped > 0);
  const again = journal(flash);
  t.is(sequences(again).length, outbox.length);
  for (const sequence of sequences(again)) again.acknowledge(sequence);
  t.is(again.length, 0);
  t.deepEqual([outbox.damaged, again.damaged], [0, 0]);
});

test('several journals share a piece of flash by its blocks', (t) => {
  const flash = new NorFlash({ blocks: 6 });
  const readings = new JournalOutbox({ flash: flashRegion({ io: flash }, 0, 4) });
  const alarms = new JournalOutbox({ flash: flashRegion({ io: flash }, 4, 2) });
  append(readings, 500);
  append(alarms, 5);
  t.deepEqual(sequences(alarms), range(1, 5));
  t.true(readings.dropped > 0 && flash.erases.slice(0, 4).every((count) => count > 0));
  t.deepEqual(flash.erases.slice(4), [1, 0]);
  t.deepEqual(sequences(new JournalOutbox({ flash: flashRegion({ io: flash }, 4, 2) })), range(1, 5));
  const outside = { flash: flashRegion({ io: flash }, 4, 3) };
  t.like(t.throws(() => new JournalOutbox(outside)), { code: 'invalid-argument' });
});

test('flash and options on which no journal can be kept are refused by name, and the flash is closed', (t) => {
  let closed = 0;
  class Closing extends NorFlash {
    override close(): void {
      closed += 1;
    }
  }
  const flash = new Closing({ blocks: 2 });
  const status = (changes: object): NorFlash => Object.assign(new Closing({ blocks: 2 }), {
    status: () => ({ ...flash.status(), ...changes }),
  });
  const refused: [string, () => unknown][] = [
    ['flash.blocks', () => journal(status({ blocks: 1 }))],
    ['flash.blockLength', () => journal(status({ blockLength: 4095 }))],
    ['flash.writeAlign', () => journal(status({ writeAlign: 8 }))],
    ['flash.eraseValue', () => journal(status({ eraseValue: 0 }))],
    ['maximumPayload', () => journal(flash, { maximumPayload: 4044 })],
    ['maximumPayload', () => journal(flash, { maximumPayload: 0 })],
    ['whenFull', () => journal(flash, { whenFull: 'drop' as never })],
    ['capacity', () => journal(flash, { capacity: 1 } as never)],
  ];
  for (const [name, open] of refused) {
    const error = t.throws(open);
    t.like(error, { code: 'invalid-argument' });
    t.true(error?.message.startsWith(`${name}: `), error?.message);
  }
  t.is(closed, 5);
  t.notThrows(() => journal(flash, { maximumPayload: 4043 }));
  t.like(t.throws(() => journal(flash).append(PAYLOAD, 513, TimeBase.utc, 0)), { code: 'invalid-argument' });
});
