import { closeSync, constants, fdatasyncSync, fstatSync, openSync, readSync, realpathSync, writeSync } from 'node:fs';
import type { Flash, FlashStatus, FlashStorage } from '../../modules/ports/flash.js';
import { lockForProcess, unlockForProcess } from './process-lock.js';

const ERASED = 255;

/** The file, and how many blocks it has. */
export interface FileFlashOptions {
  /** The file, which is made, erased, where there is none. */
  readonly path: string;
  /** 4096 bytes by default. */
  readonly blockLength?: number;
  /** 16 by default. */
  readonly blocks?: number;
}

/**
 * Flash in a file, for a node on Node.js: `{ io: fileFlash, path: 'outbox.flash' }`. One process at a time has it, and a file
 * `outbox.flash.lock` beside it meanwhile: opening throws `storage` where another one does.
 */
export const fileFlash: FlashStorage = { open: (options: FileFlashOptions) => new FileFlash(options) };

/** What was written is on the disk when `write` returns, as far as the operating system tells. */
class FileFlash implements Flash {
  readonly #file: number;
  readonly #path: string;
  #isOpen = true;
  readonly #blockLength: number;
  readonly #blocks: number;

  constructor({ path, blockLength = 4096, blocks = 16 }: FileFlashOptions) {
    this.#blockLength = blockLength;
    this.#blocks = blocks;
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.#path = realpathSync(path);
    let isLocked = false;
    try {
      lockForProcess(this.#path);
      isLocked = true;
      prepare(this.#file, path, blockLength * blocks);
    } catch (error) {
      if (isLocked) this.close();
      else closeSync(this.#file);
      throw error;
    }
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
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
    unlockForProcess(this.#path);
  }

  #store(bytes: Uint8Array, byteOffset: number): void {
    writeSync(this.#file, bytes, 0, bytes.length, byteOffset);
    fdatasyncSync(this.#file);
  }
}

/** A new file is erased. Throws for one of another length: it was made with other blocks, or is none of ours. */
function prepare(file: number, path: string, length: number): void {
  const { size } = fstatSync(file);
  if (size === 0) writeSync(file, new Uint8Array(length).fill(ERASED), 0, length, 0);
  if (size === 0 || size === length) return;
  throw new RangeError(`${path} has ${size} bytes, not the ${length} of this flash: name another file, or as many blocks`);
}
