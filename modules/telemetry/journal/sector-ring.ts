import { cellularError, RETRYABLE } from '../../at/errors.js';
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
  /** Whether the next sector's block was erased by this start, and nothing was written to it. */
  #isPrepared = false;
  #erasures = 0;
  #firstSequence = 1;
  #boot = 0;

  /** Reads every sector's header, and writes nothing. */
  constructor(log: LogFlash) {
    this.#log = log;
    // From the last one down, as the head then comes soon, and only what may be a newer head is checked in full.
    for (let block = log.sectorCount - 1; block >= 0; block -= 1) {
      log.read(this.#buffer, SECTOR_HEADER_LENGTH, block * log.sectorLength);
      if (sectorOrdinal(this.#buffer) <= this.#head || !isSectorHeader(this.#buffer, block, log.sectorCount)) continue;
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

  get isPrepared(): boolean {
    return this.#isPrepared;
  }

  /** Blocks erased. */
  get erasures(): number {
    return this.#erasures;
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

  /** Ordinal of the first sector of which not every record is known to have left: they are drained one behind the other. */
  get oldestInUse(): number {
    let { oldest } = this;
    let newest = this.#head;
    while (oldest < newest) {
      const middle = Math.floor((oldest + newest) / 2);
      if (this.isDrained(middle)) oldest = middle + 1;
      else newest = middle;
    }
    return oldest;
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
    return this.#hasHeader(ordinal) && isDrained(this.#buffer);
  }

  markDrained(ordinal: number): void {
    this.#log.mark(this.#log.startOf(ordinal) + DRAINED_AT);
  }

  /**
   * Erases the next sector's block ahead of {@link SectorRing.advance}; what it held of the round before is gone. The head goes
   * on taking records. After a restart the block is erased once more: nobody knows whether power had failed meanwhile.
   */
  prepare(): void {
    this.#seal();
    this.#isPrepared = this.#erase(this.#head + 1);
  }

  /**
   * Begins the next sector; what its block held of the round before is gone. The head is sealed first: an erase that power cuts
   * short can leave records that look as they were, with marks that look as if they had never been set.
   * Throws `storage` when the block can't be erased and written.
   */
  advance(nextSequence: number, boot: number): void {
    const log = this.#log;
    this.#seal();
    const next = this.#head + 1;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const isBlank = this.#isPrepared || this.#erase(next);
      this.#isPrepared = false;
      if (!isBlank) continue;
      writeSectorHeader(this.#buffer, next, nextSequence, boot);
      log.write(this.#buffer, SECTOR_HEADER_LENGTH, log.startOf(next));
      if (!this.#hasHeader(next)) continue;
      this.#head = next;
      this.#isSealed = false;
      this.#firstSequence = nextSequence;
      this.#boot = boot;
      return;
    }
    throw cellularError('storage', `flash block ${next % log.sectorCount} can't be erased and written`, RETRYABLE);
  }

  #seal(): void {
    if (this.#head !== NONE && !this.#isSealed) this.#log.mark(this.#log.startOf(this.#head) + SEALED_AT);
    this.#isSealed = true;
  }

  /** Tells whether every byte is erased then. */
  #erase(ordinal: number): boolean {
    const log = this.#log;
    const end = log.startOf(ordinal + 1);
    this.#erasures += 1;
    log.erase(ordinal);
    return log.firstProgrammed(log.startOf(ordinal), end) === end;
  }

  #hasHeader(ordinal: number): boolean {
    const log = this.#log;
    log.read(this.#buffer, SECTOR_HEADER_LENGTH, log.startOf(ordinal));
    return isSectorHeader(this.#buffer, ordinal % log.sectorCount, log.sectorCount);
  }
}
