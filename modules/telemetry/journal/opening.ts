import type { LogFlash } from './log-flash.js';
import { recordBoot } from './record-layout.js';
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
}

/** Reads the head, where alone power can have failed in a record; and the sector before, when the head has none yet. */
export function findEndOfLog(log: LogFlash, ring: SectorRing, reader: RecordReader): EndOfLog {
  if (ring.isSealed && reader.seek(ring.recordsOf(ring.head + 1), log.startOf(ring.head + 2))) ring.adoptNext();
  const { head, boot, end } = ring;
  if (head < 0) return { tail: end, nextSequence: ring.firstSequence, boot, newest: 0, newestAt: 0 };
  const isInHead = readLast(ring.recordsOf(head), end, reader);
  const behind = isInHead ? reader.end : ring.recordsOf(head);
  const isThere = isInHead || (head > ring.oldest && readLast(ring.recordsOf(head - 1), log.startOf(head), reader));
  const tail = log.behindProgrammed(behind, end);
  // What is torn or has rotted may have been read by somebody: its number is not used again.
  const nextSequence = (isInHead ? reader.sequence + 1 : ring.firstSequence) + (tail > behind ? 1 : 0);
  const lastBoot = isInHead ? recordBoot(reader.buffer) : boot;
  const readings = ring.recordsOf(Math.max(ring.oldest, head - 1));
  const isReading = isThere && (!reader.isEpoch || readLastFrom(readings, end, reader, false));
  const newest = isReading && !reader.isDone ? reader.sequence : 0;
  return { tail, nextSequence, boot: lastBoot, newest, newestAt: reader.position };
}

/** Leaves the reader at the last record between two positions in a sector; `false` when there is none. */
function readLast(start: number, end: number, reader: RecordReader): boolean {
  const near = reader.skim(start, end, false);
  // What is skimmed may be torn, as the last one may be, and then all are looked at.
  return readLastFrom(near, end, reader, true) || (near > start && readLastFrom(start, end, reader, true));
}

/** Leaves the reader at the last record of all; not at an epoch, unless they count as well. */
function readLastFrom(start: number, end: number, reader: RecordReader, isEpochCounted: boolean): boolean {
  let last = 0;
  for (let position = start; reader.seek(position, end); position = reader.end) {
    if (isEpochCounted || !reader.isEpoch) last = reader.position;
  }
  return last > 0 && reader.load(last, end);
}
