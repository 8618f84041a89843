import { TimeBase } from '../outbox.js';
import { ALIGNMENT, FlashBuffer } from './flash-buffer.js';
import type { LogFlash } from './log-flash.js';
import { isMarked, MARK_LENGTH } from './mark.js';
import {
  claimedPosition,
  EPOCH,
  hasRecordCrc,
  payloadLength,
  RECORD_HEADER_LENGTH,
  recordLength,
  recordSequence,
  recordTimeBase,
  TALLY,
} from './record-layout.js';
import { SECTOR_HEADER_LENGTH } from './sector-header.js';

/** Erased bytes with which a record may begin: its mark, and a CRC that happens to look erased. */
const ERASED_BEGINNING = 2 * MARK_LENGTH;

const NOWHERE = -1;

/** Goes from one intact record to the next, over whatever else is in the log. */
export class RecordReader {
  readonly #log: LogFlash;
  readonly #maximumPayload: number;
  /** The record that was found last. */
  readonly buffer: FlashBuffer;
  #position = 0;
  #damaged = 0;

  constructor(log: LogFlash, maximumPayload: number) {
    this.#log = log;
    this.#maximumPayload = maximumPayload;
    this.buffer = new FlashBuffer(recordLength(maximumPayload));
  }

  /** Of the record. */
  get position(): number {
    return this.#position;
  }

  /** Behind the record. */
  get end(): number {
    return this.#position + recordLength(payloadLength(this.buffer));
  }

  get sequence(): number {
    return recordSequence(this.buffer);
  }

  /** Whether the record is none that waits: it has left, or is a note. */
  get isDone(): boolean {
    return this.isNote || isMarked(this.buffer, 0);
  }

  get timeBase(): number {
    return recordTimeBase(this.buffer);
  }

  /** Whether the record is the journal's own, an epoch or a tally: it has the number of the reading before it. */
  get isNote(): boolean {
    const timeBase = recordTimeBase(this.buffer);
    return timeBase === EPOCH || timeBase === TALLY;
  }

  get isEpoch(): boolean {
    return recordTimeBase(this.buffer) === EPOCH;
  }

  /** Damaged places that the last {@link seek} has passed: torn records, and those in which a bit has rotted. */
  get damaged(): number {
    return this.#damaged;
  }

  /** Finds the first intact record from `start` on, be it done or not; `false` when `end` comes before. */
  seek(start: number, end: number): boolean {
    const log = this.#log;
    // A record may end where its sector does.
    let position = start === log.startOf(log.sectorOf(start)) ? this.#recordsFrom(log.sectorOf(start)) : start;
    let isInDamage = false;
    this.#damaged = 0;
    while (position < end) {
      const sectorEnd = log.startOf(log.sectorOf(position) + 1);
      const limit = end < sectorEnd ? end : sectorEnd;
      if (this.load(position, limit)) return true;
      const programmed = limit - position < RECORD_HEADER_LENGTH ? limit : log.firstProgrammed(position, limit);
      if (programmed === limit) {
        position = this.#recordsFrom(log.sectorOf(sectorEnd));
        isInDamage = false;
      } else if (programmed - position < RECORD_HEADER_LENGTH) {
        if (!isInDamage) this.#damaged += 1;
        isInDamage = true;
        position += ALIGNMENT;
      } else {
        position = programmed - ERASED_BEGINNING;
        isInDamage = false;
      }
    }
    return false;
  }

  /** Reads the record at `position`; `false` where there is none that is intact and ends before `limit`. */
  load(position: number, limit: number): boolean {
    if (!this.#loadHeader(position, limit)) return false;
    this.#log.read(this.buffer, this.end - position, position);
    return hasRecordCrc(this.buffer, position);
  }

  /** Reads the record at `position`, and tells whether it is as it was written: word by word, for a quarter of what its CRC takes. */
  holds({ words: written }: FlashBuffer, byteLength: number, position: number): boolean {
    this.#log.read(this.buffer, byteLength, position);
    this.#position = position;
    const { words } = this.buffer;
    let at = byteLength >> 2;
    while (at > 0 && words[at - 1] === written[at - 1]) at -= 1;
    return at === 0;
  }

  /**
   * Position of the last record up to `limit` that follows on the one at `start` without a gap; or of the first among them that
   * has not left. Sees headers only: a number that follows on the one before tells that the length there was right. The record
   * that it comes to may be damaged.
   */
  skim(start: number, limit: number, isLeftOnly: boolean): number {
    let reached = start;
    let sequence = 0;
    let position = start;
    while (this.#loadHeader(position, limit)) {
      if (position > start && this.sequence !== (this.isNote ? sequence : sequence + 1)) break;
      reached = position;
      if (isLeftOnly && !isMarked(this.buffer, 0)) break;
      sequence = this.sequence;
      position = this.end;
    }
    return reached;
  }

  /**
   * Ordinal of the sector in which the record at `position` in `block` says it is, by its CRC, which is right in one place only. -1
   * where there is no record, or one in which a bit has rotted; as a rule: one of some thousands tells a wrong place.
   */
  claimedOrdinal(block: number, position: number): number {
    const log = this.#log;
    const start = log.startOf(block);
    if (!this.#loadHeader(position, start + log.sectorLength)) return NOWHERE;
    log.read(this.buffer, this.end - position, position);
    const ordinal = (claimedPosition(this.buffer) - (position - start)) / log.sectorLength;
    return ordinal % log.sectorCount === block ? ordinal : NOWHERE;
  }

  /** Where the records of the first sector from `ordinal` on begin that is not in a bad block. */
  #recordsFrom(ordinal: number): number {
    const log = this.#log;
    return log.startOf(log.goodFrom(ordinal)) + SECTOR_HEADER_LENGTH;
  }

  /** Whether there may be a record at `position`, by its header. */
  #loadHeader(position: number, limit: number): boolean {
    if (position + RECORD_HEADER_LENGTH > limit) return false;
    this.#log.read(this.buffer, RECORD_HEADER_LENGTH, position);
    this.#position = position;
    const timeBase = recordTimeBase(this.buffer);
    if (timeBase < TimeBase.uptime || timeBase > TimeBase.carried) return false;
    return payloadLength(this.buffer) <= this.#maximumPayload && this.end <= limit;
  }
}
