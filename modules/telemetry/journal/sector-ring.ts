import { cellularError } from '../../at/errors.js';
import { FlashBuffer } from './flash-buffer.js';
import type { LogFlash } from './log-flash.js';
import {
  DRAINED_AT,
  firstSequence,
  isDrained,
  isSealed,
  isSectorHeader,
  SEALED_AT,
  SECTOR_HEADER_LENGTH,
  sectorBoot,
  sectorOrdinal,
  writeSectorHeader,
} from './sector-header.js';

/** Erases that may fail in a row before a block is given up. */
const ATTEMPTS = 3;
const NONE = -1;

/** The sectors in use: the head, to which records are appended, and those before it that have not been erased yet. */
export class SectorRing {
  readonly #log: LogFlash;
  readonly #buffer = new FlashBuffer(SECTOR_HEADER_LENGTH);
  #head = NONE;
  #isSealed = false;
  #firstSequence = 1;
  #boot = 0;

  /** Reads every sector's header, and writes nothing. */
  constructor(log: LogFlash) {
    this.#log = log;
    for (let block = 0; block < log.sectorCount; block += 1) {
      log.read(this.#buffer, SECTOR_HEADER_LENGTH, block * log.sectorLength);
      if (!isSectorHeader(this.#buffer, block, log.sectorCount) || sectorOrdinal(this.#buffer) <= this.#head) continue;
      this.#head = sectorOrdinal(this.#buffer);
      this.#isSealed = isSealed(this.#buffer);
      this.#firstSequence = firstSequence(this.#buffer);
      this.#boot = sectorBoot(this.#buffer);
    }
  }

  /** Ordinal of the sector that records are appended to; -1 while there is none. */
  get head(): number {
    return this.#head;
  }

  /** Whether the next sector's erase has begun, or may have. */
  get isSealed(): boolean {
    return this.#isSealed;
  }

  /** Sequence number that the head's first record has, or will have. */
  get firstSequence(): number {
    return this.#firstSequence;
  }

  /** Boot number in which the head was begun. */
  get boot(): number {
    return this.#boot;
  }

  /** Ordinal of the first sector that may still hold records. */
  get oldest(): number {
    return Math.max(0, this.#head + 1 - this.#log.sectorCount + (this.#isSealed ? 1 : 0));
  }

  /** Position behind the head. */
  get end(): number {
    return this.#log.startOf(this.#head + 1);
  }

  /** Position of a sector's first record. */
  recordsOf(ordinal: number): number {
    return this.#log.startOf(ordinal) + SECTOR_HEADER_LENGTH;
  }

  /** The sector behind the head turned out to be in use: its header has rotted. */
  adoptNext(): void {
    this.#head += 1;
    this.#isSealed = false;
  }

  isDrained(ordinal: number): boolean {
    this.#log.read(this.#buffer, SECTOR_HEADER_LENGTH, this.#log.startOf(ordinal));
    return isSectorHeader(this.#buffer, ordinal % this.#log.sectorCount, this.#log.sectorCount) && isDrained(this.#buffer);
  }

  markDrained(ordinal: number): void {
    this.#log.mark(this.#log.startOf(ordinal) + DRAINED_AT);
  }

  /**
   * Begins the next sector; what its block held of the round before is gone. The head is sealed first: an erase that power cuts
   * short can leave records that look as they were, with marks that look as if they had never been set.
   * Throws `storage` when the block can't be erased and written.
   */
  advance(nextSequence: number, boot: number): void {
    const log = this.#log;
    if (this.#head !== NONE && !this.#isSealed) log.mark(log.startOf(this.#head) + SEALED_AT);
    this.#isSealed = true;
    const next = this.#head + 1;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      log.erase(next);
      writeSectorHeader(this.#buffer, next, nextSequence, boot);
      log.write(this.#buffer, SECTOR_HEADER_LENGTH, log.startOf(next));
      if (!this.#isBlankBehindHeader(next)) continue;
      this.#head = next;
      this.#isSealed = false;
      this.#firstSequence = nextSequence;
      this.#boot = boot;
      return;
    }
    throw cellularError('storage', `flash block ${next % log.sectorCount} can't be erased and written`, { isRetryable: true });
  }

  #isBlankBehindHeader(ordinal: number): boolean {
    const log = this.#log;
    log.read(this.#buffer, SECTOR_HEADER_LENGTH, log.startOf(ordinal));
    if (!isSectorHeader(this.#buffer, ordinal % log.sectorCount, log.sectorCount)) return false;
    const end = log.startOf(ordinal + 1);
    return log.firstProgrammed(this.recordsOf(ordinal), end) === end;
  }
}
