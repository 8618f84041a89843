import { invalidArgument } from '../../base/errors.js';
import type { Flash, FlashSpecifier } from '../../ports/flash.js';
import { BAD_BLOCK_MARK_LENGTH, writeBadBlockMark } from './bad-block.js';
import { ALIGNMENT, FlashBuffer } from './flash-buffer.js';
import { MARK_LENGTH } from './mark.js';

const SOURCE = 'Flash.status()';
const CHUNK = 128;
const ERASED = 255;
/** As XS keeps it: without its sign it would be no integer there. */
const ERASED_WORD = -1;

/**
 * The flash as a log without end: sector number `ordinal` lies in block `ordinal % blocks`, and a position, which counts the
 * bytes from the beginning of sector 0, never comes again. The ordinals of a bad block are left out: there is no such sector.
 */
export class LogFlash {
  readonly #flash: Flash;
  readonly #chunk = new FlashBuffer(CHUNK);
  readonly #cleared = new Uint8Array(MARK_LENGTH);
  readonly #size: number;
  readonly #isBad: Uint8Array;
  #badBlocks = 0;
  readonly sectorLength: number;
  readonly sectorCount: number;
  /** Bytes that a write is aligned to. */
  readonly writeAlign: number;

  /** Throws `invalid-argument` for flash on which a journal cannot be kept, and what opening it throws. */
  constructor({ io, ...options }: FlashSpecifier) {
    const flash = io.open(options as never);
    const { blockLength, blocks, writeAlign = 1, eraseValue = ERASED } = flash.status();
    this.#flash = flash;
    this.sectorLength = blockLength;
    this.sectorCount = blocks;
    this.writeAlign = writeAlign;
    this.#size = blockLength * blocks;
    this.#isBad = new Uint8Array(blocks > 0 ? blocks : 0);
    if (blocks < 2) throw this.#refused('blocks', `at least 2, is ${blocks}`);
    if (blockLength % ALIGNMENT !== 0) throw this.#refused('blockLength', `a multiple of ${ALIGNMENT}, is ${blockLength}`);
    if (ALIGNMENT % writeAlign !== 0) throw this.#refused('writeAlign', `1, 2 or 4, is ${writeAlign}`);
    if (eraseValue !== ERASED) throw this.#refused('eraseValue', `${ERASED}, is ${eraseValue}`);
  }

  /** Blocks that are passed over. */
  get badBlocks(): number {
    return this.#badBlocks;
  }

  /** Ordinal of the first sector from `ordinal` on whose block is not bad. */
  goodFrom(ordinal: number): number {
    let good = ordinal;
    if (this.#badBlocks > 0) while (this.#isBad[good % this.sectorCount] === 1) good += 1;
    return good;
  }

  /** Bad blocks among those of sectors `first` to `last`. */
  badBetween(first: number, last: number): number {
    let count = 0;
    if (this.#badBlocks > 0) for (let at = first; at <= last; at += 1) count += this.#isBad[at % this.sectorCount];
    return count;
  }

  /** A block is known to be bad. Where that would be the last one, all are tried anew: perhaps it was the supply, or the bus. */
  noteBad(block: number): void {
    if (this.#isBad[block] === 0) this.#badBlocks += 1;
    this.#isBad[block] = 1;
    if (this.#badBlocks < this.sectorCount) return;
    this.#isBad.fill(0);
    this.#badBlocks = 0;
  }

  /** The block has turned out to be bad: it says so itself from now on, as far as its cells allow. */
  retire(ordinal: number): void {
    this.noteBad(ordinal % this.sectorCount);
    const start = this.startOf(ordinal);
    try {
      this.read(this.#chunk, BAD_BLOCK_MARK_LENGTH, start);
      writeBadBlockMark(this.#chunk);
      this.write(this.#chunk, BAD_BLOCK_MARK_LENGTH, start);
    } catch {
      // Without its mark it is found out again when its turn comes after the next opening.
    }
  }

  sectorOf(position: number): number {
    return Math.floor(position / this.sectorLength);
  }

  startOf(ordinal: number): number {
    return ordinal * this.sectorLength;
  }

  /** Reads into the first `byteLength` bytes of `buffer`, not across the end of a sector. */
  read(buffer: FlashBuffer, byteLength: number, position: number): void {
    this.#flash.read(buffer.first(byteLength), position % this.#size);
  }

  /** What did not stick is seen when it is read back: a driver that throws for it, as some do, is no different. */
  write(buffer: FlashBuffer, byteLength: number, position: number): void {
    try {
      this.#flash.write(buffer.first(byteLength), position % this.#size);
    } catch (error) {
      this.#throwUnlessReadable(error);
    }
  }

  /** Clears the mark at `position`. */
  mark(position: number): void {
    this.#flash.write(this.#cleared, position % this.#size);
  }

  /** The same: whether all is erased is to be looked at. */
  erase(ordinal: number): void {
    try {
      this.#flash.eraseBlock(ordinal % this.sectorCount);
    } catch (error) {
      this.#throwUnlessReadable(error);
    }
  }

  /** Position of the first word from `start` on that is not erased; `end` where there is none. Both lie in one sector. */
  firstProgrammed(start: number, end: number): number {
    const { words } = this.#chunk;
    for (let position = start; position < end; position += CHUNK) {
      const byteLength = end - position < CHUNK ? end - position : CHUNK;
      const count = byteLength >> 2;
      this.read(this.#chunk, byteLength, position);
      let at = 0;
      // Four at a time: whole blocks are looked at so.
      while (at + 4 <= count && (words[at] & words[at + 1] & words[at + 2] & words[at + 3]) === ERASED_WORD) at += 4;
      while (at < count && words[at] === ERASED_WORD) at += 1;
      if (at < count) return position + at * ALIGNMENT;
    }
    return end;
  }

  /** Position behind the last word from `start` on that is not erased; `start` where there is none. Both lie in one sector. */
  behindProgrammed(start: number, end: number): number {
    const { words } = this.#chunk;
    let behind = start;
    for (let position = start; position < end; position += CHUNK) {
      const byteLength = end - position < CHUNK ? end - position : CHUNK;
      this.read(this.#chunk, byteLength, position);
      let at = byteLength >> 2;
      while (at > 3 && (words[at - 1] & words[at - 2] & words[at - 3] & words[at - 4]) === ERASED_WORD) at -= 4;
      while (at > 0 && words[at - 1] === ERASED_WORD) at -= 1;
      if (at > 0) behind = position + at * ALIGNMENT;
    }
    return behind;
  }

  close(): void {
    this.#flash.close();
  }

  /** Flash that can't be read either has lost its power or its bus: that is nothing of a block's. */
  #throwUnlessReadable(error: unknown): void {
    try {
      this.read(this.#chunk, ALIGNMENT, 0);
    } catch {
      throw error;
    }
  }

  #refused(property: string, bound: string): Error {
    this.close();
    return invalidArgument(`flash.${property}`, bound, SOURCE);
  }
}
