import type { Flash, FlashStatus } from '../../modules/ports/flash.js';
import type { FlashPower } from './flash-power.js';

const ERASED = 255;

/** How large the flash is, and what its power does. */
export interface NorFlashOptions {
  /** 4096 bytes by default. */
  readonly blockLength?: number;
  /** How many blocks it has, which are erased as a whole. */
  readonly blocks: number;
  /** 1, as on an ESP32, by default; 4 on an nRF52. */
  readonly writeAlign?: number;
  /** Fails when it is told to; never by default. */
  readonly power?: FlashPower;
}

/**
 * NOR flash with its rules: a write may clear bits and throws where it would have to set one, which real flash ignores silently;
 * an erase sets those of a whole block. It keeps what it holds when a journal is opened on it again.
 */
export class NorFlash implements Flash {
  /** What is stored, for tests to look at and to let rot. */
  readonly bytes: Uint8Array;
  /** How often each block was erased. */
  readonly erases: number[];
  readonly #blockLength: number;
  readonly #writeAlign: number;
  readonly #power: FlashPower | undefined;
  #writes = 0;
  #refusals = 0;

  constructor({ blockLength = 4096, blocks, writeAlign = 1, power }: NorFlashOptions) {
    this.bytes = new Uint8Array(blockLength * blocks).fill(ERASED);
    this.erases = new Array<number>(blocks).fill(0);
    this.#blockLength = blockLength;
    this.#writeAlign = writeAlign;
    this.#power = power;
  }

  /** For a specifier: `{ io: flash }`. */
  open(): Flash {
    return this;
  }

  /** Writes so far. */
  get writes(): number {
    return this.#writes;
  }

  /** Writes that were refused, as they would have had to set bits. */
  get refusals(): number {
    return this.#refusals;
  }

  status(): FlashStatus {
    const blocks = this.erases.length;
    return { blockLength: this.#blockLength, blocks, writeAlign: this.#writeAlign, eraseValue: ERASED };
  }

  read(target: Uint8Array, byteOffset: number): number {
    this.#power?.check();
    this.#checkRange(byteOffset, target.length);
    target.set(this.bytes.subarray(byteOffset, byteOffset + target.length));
    return target.length;
  }

  write(source: Uint8Array, byteOffset: number): void {
    this.#power?.check();
    this.#checkRange(byteOffset, source.length);
    if (byteOffset % this.#writeAlign !== 0 || source.length % this.#writeAlign !== 0) {
      throw new RangeError(`a write of ${source.length} bytes at ${byteOffset} is not aligned to ${this.#writeAlign}`);
    }
    const stored = this.bytes.subarray(byteOffset, byteOffset + source.length);
    for (let index = 0; index < source.length; index += 1) {
      if ((source[index] & ~stored[index]) === 0) continue;
      this.#refusals += 1;
      throw new RangeError(`a write at ${byteOffset + index} would set bits: erase the block first`);
    }
    this.#writes += 1;
    const program = (): void => {
      for (let index = 0; index < source.length; index += 1) stored[index] &= source[index];
    };
    if (this.#power === undefined) program();
    else this.#power.spend({ kind: 'write', stored, wanted: source }, program);
  }

  eraseBlock(block: number): void {
    this.#power?.check();
    if (!(block >= 0 && block < this.erases.length)) throw new RangeError(`there is no block ${block}`);
    const stored = this.bytes.subarray(block * this.#blockLength, (block + 1) * this.#blockLength);
    this.erases[block] += 1;
    const erase = (): void => void stored.fill(ERASED);
    if (this.#power === undefined) erase();
    else this.#power.spend({ kind: 'erase', stored, wanted: new Uint8Array(stored.length).fill(ERASED) }, erase);
  }

  /** What is stored stays. */
  close(): void {}

  #checkRange(byteOffset: number, byteLength: number): void {
    if (byteOffset >= 0 && byteOffset + byteLength <= this.bytes.length) return;
    throw new RangeError(`${byteLength} bytes at ${byteOffset} are not within ${this.bytes.length}`);
  }
}
