import test from 'ava';
import { NorFlash } from '../../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';
import { FIRST_RELEASE, firstReleaseImage } from './first-release-image.js';

const EPOCH = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;

interface Found {
  readonly sequence: number;
  readonly timeBase: TimeBase;
  readonly time: number;
  readonly sample: string;
}

function open(): JournalOutbox {
  const flash = new NorFlash(FIRST_RELEASE);
  flash.bytes.set(firstReleaseImage());
  return new JournalOutbox({ flash: { io: flash }, maximumPayload: FIRST_RELEASE.maximumPayload });
}

function all(outbox: JournalOutbox): Found[] {
  const record = recordFor(outbox);
  const found: Found[] = [];
  for (let after = 0; outbox.peek(record, after); after = record.sequence) {
    const { sequence, timeBase, time, payload, byteLength } = record;
    found.push({ sequence, timeBase, time, sample: Buffer.from(payload.subarray(0, byteLength)).toString() });
  }
  return found;
}

function expected(sequence: number): Found {
  const sample = `{"thermometer":{"temperature":${20 + sequence / 10}}}`;
  if (sequence <= 40) return { sequence, timeBase: TimeBase.utc, time: EPOCH + (sequence - 1) * MINUTE, sample };
  if (sequence <= 44) return { sequence, timeBase: TimeBase.unknown, time: (sequence - 40) * MINUTE, sample };
  if (sequence <= 48) return { sequence, timeBase: TimeBase.utc, time: EPOCH + (60 + sequence - 44) * MINUTE, sample };
  return { sequence, timeBase: TimeBase.unknown, time: 1000.5, sample };
}

const WAITING = [...Array.from({ length: 24 }, (_, index) => 17 + index), 42, 43, 44, 45, 46, 47, 48, 49];

test('a journal of the first release opens with all that waits in it', (t) => {
  const outbox = open();
  t.is(outbox.newest, 49);
  t.deepEqual(all(outbox), WAITING.map((sequence) => expected(sequence)));
  t.is(outbox.damaged, 0);
});

test('a journal of the first release goes on: with the next number, round the ring, and through a restart', (t) => {
  const flash = new NorFlash(FIRST_RELEASE);
  flash.bytes.set(firstReleaseImage());
  const reopen = (): JournalOutbox => new JournalOutbox({ flash: { io: flash }, maximumPayload: FIRST_RELEASE.maximumPayload });
  let outbox = reopen();
  const record = recordFor(outbox);
  const delivered: number[] = [];
  for (let sequence = 50; sequence < 150; sequence += 1) {
    t.is(outbox.append(new Uint8Array(20), 20, TimeBase.utc, EPOCH), sequence);
    if (!outbox.peek(record)) continue;
    delivered.push(record.sequence);
    outbox.acknowledge(record.sequence);
    if (sequence % 17 === 0) outbox = reopen();
  }
  t.deepEqual(delivered.slice(0, WAITING.length), WAITING);
  t.deepEqual(delivered.slice(WAITING.length), Array.from({ length: 100 - WAITING.length }, (_, index) => 50 + index));
});
