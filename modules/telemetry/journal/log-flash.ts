import { invalidArgument } from '../../at/errors.js';
import type { Flash, FlashSpecifier } from '../../ports/flash.js';
import { ALIGNMENT, FlashBuffer } from './flash-buffer.js';
import { MARK_LENGTH } from './mark.js';

const SOURCE = 'Flash.status()';
const CHUNK = 128;
const ERASED = 255;
/** As XS keeps it: without its sign it would be no integer there. */
const ERASED_WORD = -1;

/**
 * The flash as a log without end: sector number `ordinal` lies in block `ordinal % blocks`, and a position, which counts the
 * bytes from the beginning of sector 0, never comes again.
 */
export class LogFlash {
  readonly #flash: Flash;
  readonly #chunk = new FlashBuffer(CHUNK);
  readonly #words = new Int32Array(this.#chunk.bytes.buffer);
  readonly #cleared = new Uint8Array(MARK_LENGTH);
  readonly #size: number;
  readonly sectorLength: number;
  readonly sectorCount: number;

  /** Throws `invalid-argument` for flash on which a journal cannot be kept, and what opening it throws. */
  constructor({ io, ...options }: FlashSpecifier) {
    const flash = io.open(options as never);
    const { blockLength, blocks, writeAlign = 1, eraseValue = ERASED } = flash.status();
    this.#flash = flash;
    this.sectorLength = blockLength;
    this.sectorCount = blocks;
    this.#size = blockLength * blocks;
    if (blocks < 2) throw this.#refused('blocks', `at least 2, is ${blocks}`);
    if (blockLength % ALIGNMENT !== 0) throw this.#refused('blockLength', `a multiple of ${ALIGNMENT}, is ${blockLength}`);
    if (ALIGNMENT % writeAlign !== 0) throw this.#refused('writeAlign', `1, 2 or 4, is ${writeAlign}`);
    if (eraseValue !== ERASED) throw this.#refused('eraseValue', `${ERASED}, is ${eraseValue}`);
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

  write(buffer: FlashBuffer, byteLength: number, position: number): void {
    this.#flash.write(buffer.first(byteLength), position % this.#size);
  }

  /** Clears the mark at `position`. */
  mark(position: number): void {
    this.#flash.write(this.#cleared, position % this.#size);
  }

  erase(ordinal: number): void {
    this.#flash.eraseBlock(ordinal % this.sectorCount);
  }

  /** Position of the first word from `start` on that is not erased; `end` where there is none. Both lie in one sector. */
  firstProgrammed(start: number, end: number): number {
    const words = this.#words;
    for (let position = start; position < end; position += CHUNK) {
      const byteLength = Math.min(CHUNK, end - position);
      const count = byteLength / ALIGNMENT;
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
    let behind = start;
    for (let word = start; (word = this.firstProgrammed(word, end)) < end; word += ALIGNMENT) behind = word + ALIGNMENT;
    return behind;
  }

  close(): void {
    this.#flash.close();
  }

  #refused(property: string, bound: string): Error {
    this.close();
    return invalidArgument(`flash.${property}`, bound, SOURCE);
  }
}
