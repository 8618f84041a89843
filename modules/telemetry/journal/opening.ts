import { TimeBase } from '../outbox.js';
import { ALIGNMENT } from './flash-buffer.js';
import type { LogFlash } from './log-flash.js';
import { RECORD_HEADER_LENGTH, recordBoot, recordTime } from './record-layout.js';
import type { RecordReader } from './record-reader.js';
import type { SectorRing } from './sector-ring.js';

export interface EndOfLog {
  /** Position at which the next record is written; behind the head where it has no room. */
  readonly tail: number;
  readonly nextSequence: number;
  /** Number of the last start that has appended; 0 in a new journal. */
  readonly boot: number;
  /** Sequence number and position of the last record; 0 when it has left. */
  readonly newest: number;
  readonly newestAt: number;
  /** Time of the last record, in UTC or by the carried clock; 0 where it has neither. */
  readonly time: number;
  /** Whether it is by the carried clock. */
  readonly isCarried: boolean;
}

/** Reads the head, where alone power can have failed in a record; and the sector before, when the head has none yet. */
export function findEndOfLog(log: LogFlash, ring: SectorRing, reader: RecordReader): EndOfLog {
  if (ring.head < 0) findHead(log, ring, reader);
  const lost = readOn(log, ring, reader);
  const { head, boot, end } = ring;
  if (head < 0) return { tail: end, nextSequence: ring.firstSequence + lost, boot, newest: 0, newestAt: 0, time: 0, isCarried: false };
  const isInHead = readLast(ring.recordsOf(head), end, reader);
  const behind = isInHead ? reader.end : ring.recordsOf(head);
  const before = sectorBefore(log, ring);
  const isThere = isInHead || (before >= 0 && readLast(ring.recordsOf(before), log.startOf(before + 1), reader));
  const tail = log.behindProgrammed(behind, end);
  // What is torn or has rotted may have been read by somebody: no number that it may have had is used again.
  const nextSequence = (isInHead ? reader.sequence + 1 : ring.firstSequence) + recordsWithin(tail - behind) + lost;
  const lastBoot = isInHead ? recordBoot(reader.buffer) : boot;
  const readings = ring.recordsOf(before >= 0 ? before : head);
  const isReading = isThere && (!reader.isNote || readLastFrom(readings, end, reader, false));
  const newest = isReading && !reader.isDone ? reader.sequence : 0;
  const isCarried = isReading && reader.timeBase === TimeBase.carried;
  const time = isCarried || (isReading && reader.timeBase === TimeBase.utc) ? recordTime(reader.buffer) : 0;
  return { tail, nextSequence, boot: lastBoot, newest, newestAt: reader.position, time, isCarried };
}

/** No sector has an intact header: one that has rotted is known by its records. */
function findHead(log: LogFlash, ring: SectorRing, reader: RecordReader): void {
  let head = -1;
  for (let block = log.goodFrom(0); block < log.sectorCount; block = log.goodFrom(block + 1)) {
    const place = ring.isUnused(block) ? -1 : placeOf(block, log, ring, reader);
    if (place > head) head = place;
  }
  if (head >= 0) ring.adopt(head);
}

/** Ordinal of the sector in a block, where two of its records agree on it, or one with the rest of the header; otherwise -1. */
function placeOf(block: number, log: LogFlash, ring: SectorRing, reader: RecordReader): number {
  let claimed = -1;
  let position = ring.recordsOf(block);
  while (position < log.startOf(block + 1)) {
    const ordinal = reader.claimedOrdinal(block, position);
    if (ordinal >= 0 && (ordinal === claimed || ring.isSaidToBe(block, ordinal))) return ordinal;
    if (ordinal >= 0) claimed = ordinal;
    position = ordinal >= 0 ? reader.end : position + ALIGNMENT;
  }
  return -1;
}

/**
 * Goes on to sectors behind the head whose headers have rotted. Gives the number of records that may have been in those behind the
 * last one of which nothing can be read.
 */
function readOn(log: LogFlash, ring: SectorRing, reader: RecordReader): number {
  let lost = 0;
  const first = ring.head;
  const limit = first + log.sectorCount;
  let ordinal = log.goodFrom(first + 1);
  while (ordinal <= limit && (ring.isSealed || ring.head < 0) && !ring.isUnused(ordinal) && !ring.isOfRoundBefore(ordinal)) {
    const start = ring.recordsOf(ordinal);
    const end = log.startOf(ordinal + 1);
    if (reader.seek(start, end)) {
      ring.adopt(ordinal);
      lost = 0;
    } else {
      lost += recordsWithin(log.behindProgrammed(start, end) - start);
    }
    ordinal = log.goodFrom(ordinal + 1);
  }
  return lost;
}

/** Ordinal of the sector before the head; -1 where there is none. */
function sectorBefore(log: LogFlash, ring: SectorRing): number {
  let before = ring.head - 1;
  while (before >= ring.oldest && log.goodFrom(before) !== before) before -= 1;
  return before >= ring.oldest ? before : -1;
}

/** As many records as so many bytes can be the rest of. */
function recordsWithin(byteLength: number): number {
  return Math.ceil(byteLength / RECORD_HEADER_LENGTH);
}

/** Leaves the reader at the last record between two positions in a sector; `false` when there is none. */
function readLast(start: number, end: number, reader: RecordReader): boolean {
  const near = reader.skim(start, end, false);
  // What is skimmed may be torn, as the last one may be, and then all are looked at.
  return readLastFrom(near, end, reader, true) || (near > start && readLastFrom(start, end, reader, true));
}

/** Leaves the reader at the last record of all; not at a note, unless they count as well. */
function readLastFrom(start: number, end: number, reader: RecordReader, isNoteCounted: boolean): boolean {
  let last = 0;
  for (let position = start; reader.seek(position, end); position = reader.end) {
    if (isNoteCounted || !reader.isNote) last = reader.position;
  }
  return last > 0 && reader.load(last, end);
}
