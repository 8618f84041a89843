import { closeSync, constants, fdatasyncSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Flash, FlashStatus, FlashStorage } from '../../modules/ports/flash.js';

const ERASED = 255;

export interface FileFlashOptions {
  /** The file, which is made, erased, where there is none. */
  readonly path: string;
  /** 4096 bytes by default. */
  readonly blockLength?: number;
  /** 16 by default. */
  readonly blocks?: number;
}

/** Flash in a file, for a node on Node.js: `{ io: fileFlash, path: 'outbox.flash' }`. */
export const fileFlash: FlashStorage = { open: (options: FileFlashOptions) => new FileFlash(options) };

/** What was written is on the disk when `write` returns, as far as the operating system tells. */
class FileFlash implements Flash {
  readonly #file: number;
  readonly #blockLength: number;
  readonly #blocks: number;

  constructor({ path, blockLength = 4096, blocks = 16 }: FileFlashOptions) {
    this.#blockLength = blockLength;
    this.#blocks = blocks;
    this.#file = openOrCreate(path, blockLength * blocks);
  }

  status(): FlashStatus {
    return { blockLength: this.#blockLength, blocks: this.#blocks, writeAlign: 1, eraseValue: ERASED };
  }

  read(target: Uint8Array, byteOffset: number): number {
    return readSync(this.#file, target, 0, target.length, byteOffset);
  }

  /** Clears bits and sets none, as flash does. */
  write(source: Uint8Array, byteOffset: number): void {
    const bytes = new Uint8Array(source.length);
    this.read(bytes, byteOffset);
    this.#store(bytes.map((byte, index) => byte & source[index]), byteOffset);
  }

  eraseBlock(block: number): void {
    this.#store(new Uint8Array(this.#blockLength).fill(ERASED), block * this.#blockLength);
  }

  close(): void {
    closeSync(this.#file);
  }

  #store(bytes: Uint8Array, byteOffset: number): void {
    writeSync(this.#file, bytes, 0, bytes.length, byteOffset);
    fdatasyncSync(this.#file);
  }
}

/** Throws for a file of another length: it was made with other blocks, or is none of ours. */
function openOrCreate(path: string, length: number): number {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  const { size } = fstatSync(file);
  if (size === 0) writeSync(file, new Uint8Array(length).fill(ERASED), 0, length, 0);
  if (size === 0 || size === length) return file;
  closeSync(file);
  throw new RangeError(`${path} has ${size} bytes, not the ${length} of this flash: name another file, or as many blocks`);
}
