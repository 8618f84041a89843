import { cellularError, RETRYABLE } from '../../base/errors.js';
import { isBadBlock } from './bad-block.js';
import { FlashBuffer } from './flash-buffer.js';
import type { LogFlash } from './log-flash.js';
import {
  DRAINED_AT,
  firstSequence,
  isDrained,
  isRestOfHeader,
  isSealed,
  isSectorHeader,
  SEALED_AT,
  SECTOR_HEADER_LENGTH,
  sectorBoot,
  sectorOrdinal,
  writeSectorHeader,
} from './sector-header.js';

/** Erases that may fail in a row before a block counts as bad. */
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
  /** Whether all blocks have turned out to be bad, and none has worked since: one is tried with each append. */
  #isWornOut = false;
  #erasures = 0;
  #firstSequence = 1;
  #boot = 0;

  /** Reads every sector's header, and writes nothing. */
  constructor(log: LogFlash) {
    this.#log = log;
    // From the last one down, as the head then comes soon, and only what may be a newer head is checked in full.
    for (let block = log.sectorCount - 1; block >= 0; block -= 1) {
      log.read(this.#buffer, SECTOR_HEADER_LENGTH, block * log.sectorLength);
      // Most are older, or have none.
      if (sectorOrdinal(this.#buffer) <= this.#head) continue;
      if (isSectorHeader(this.#buffer, block, log.sectorCount)) this.#become(sectorOrdinal(this.#buffer));
      else if (isBadBlock(this.#buffer)) log.noteBad(block);
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

  /** Ordinal of the sector that comes behind the head. */
  get next(): number {
    return this.#log.goodFrom(this.#head + 1);
  }

  /** Ordinal of the first sector that may still hold records. */
  get oldest(): number {
    const log = this.#log;
    const first = (this.#isSealed ? this.next : this.#head) + 1 - log.sectorCount;
    return log.goodFrom(first > 0 ? first : 0);
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

  /** Whether what is left of the header in `block` says as well that this is sector number `ordinal`. */
  isSaidToBe(block: number, ordinal: number): boolean {
    this.#readHeader(block);
    return isRestOfHeader(this.#buffer, ordinal);
  }

  /** Whether the sector's block has neither a header nor the rest of one: no record was written to it since it was erased. */
  isUnused(ordinal: number): boolean {
    const start = this.#log.startOf(ordinal);
    return this.#log.firstProgrammed(start, start + SECTOR_HEADER_LENGTH) === start + SECTOR_HEADER_LENGTH;
  }

  /** Whether the sector's block still holds what it held in the round before: its turn has not come. */
  isOfRoundBefore(ordinal: number): boolean {
    this.#readHeader(ordinal);
    return isSectorHeader(this.#buffer, ordinal % this.#log.sectorCount, this.#log.sectorCount);
  }

  /** A sector has turned out to be in use, and later than all others: its header has rotted. */
  adopt(ordinal: number): void {
    this.#readHeader(ordinal);
    this.#become(ordinal);
  }

  isDrained(ordinal: number): boolean {
    return this.#hasHeader(this.#log.goodFrom(ordinal)) && isDrained(this.#buffer);
  }

  markDrained(ordinal: number): void {
    if (this.#log.goodFrom(ordinal) === ordinal) this.#log.mark(this.#log.startOf(ordinal) + DRAINED_AT);
  }

  /**
   * Erases the next sector's block ahead of {@link SectorRing.advance}; what it held of the round before is gone. The head goes
   * on taking records. After a restart the block is erased once more: nobody knows whether power had failed meanwhile.
   */
  prepare(): void {
    const { next } = this;
    this.#seal();
    for (let attempt = 0; attempt < ATTEMPTS && !this.#isPrepared; attempt += 1) this.#isPrepared = this.#erase(next);
    if (!this.#isPrepared) this.#log.retire(next);
  }

  /**
   * Begins the next sector; what its block held of the round before is gone. `false` where the block turns out to be bad, and
   * another one is next. The head is sealed first: an erase that power cuts short can leave records that look as they were,
   * with marks that look as if they had never been set. The mark of a bad block says the same of the one behind it.
   * Throws `storage` when no block can be erased and written.
   */
  advance(nextSequence: number, boot: number): boolean {
    const log = this.#log;
    this.#seal();
    const { next } = this;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const isBlank = this.#isPrepared || this.#erase(next);
      this.#isPrepared = false;
      if (!isBlank) continue;
      writeSectorHeader(this.#buffer, next, nextSequence, boot);
      log.write(this.#buffer, SECTOR_HEADER_LENGTH, log.startOf(next));
      if (!this.#hasHeader(next)) continue;
      this.#become(next);
      this.#isWornOut = false;
      return true;
    }
    log.retire(next);
    this.#isWornOut ||= log.badBlocks === 0;
    if (!this.#isWornOut) return false;
    throw cellularError('storage', `flash block ${next % log.sectorCount} can't be erased and written, nor any other`, RETRYABLE);
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

  /** The sector whose header was read or written last becomes the head. */
  #become(ordinal: number): void {
    this.#head = ordinal;
    this.#isSealed = isSealed(this.#buffer);
    this.#firstSequence = firstSequence(this.#buffer);
    this.#boot = sectorBoot(this.#buffer);
  }

  #hasHeader(ordinal: number): boolean {
    this.#readHeader(ordinal);
    const { sectorCount } = this.#log;
    return sectorOrdinal(this.#buffer) === ordinal && isSectorHeader(this.#buffer, ordinal % sectorCount, sectorCount);
  }

  #readHeader(ordinal: number): void {
    this.#log.read(this.#buffer, SECTOR_HEADER_LENGTH, this.#log.startOf(ordinal));
  }
}
