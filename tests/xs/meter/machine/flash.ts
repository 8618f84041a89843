import type { Flash, FlashStatus } from '../../../../modules/ports/flash.js';
import { enterDriver, leaveDriver } from './meter.js';

const BLOCK_LENGTH = 4096;
const ERASED = 255;

/** NOR flash in RAM, whose time is not the driver's: on a device it is native code, and a bus. */
export class MeteredFlash implements Flash {
  readonly #bytes: Uint8Array;
  readonly #status: FlashStatus;

  constructor(blocks: number) {
    this.#bytes = new Uint8Array(BLOCK_LENGTH * blocks).fill(ERASED);
    this.#status = { blockLength: BLOCK_LENGTH, blocks };
  }

  read(target: Uint8Array, byteOffset: number): void {
    const wasInside = leaveDriver();
    const bytes = this.#bytes;
    const { length } = target;
    for (let index = 0; index < length; index += 1) target[index] = bytes[byteOffset + index];
    enterDriver(wasInside);
  }

  write(source: Uint8Array, byteOffset: number): void {
    const wasInside = leaveDriver();
    const bytes = this.#bytes;
    const { length } = source;
    for (let index = 0; index < length; index += 1) bytes[byteOffset + index] &= source[index];
    enterDriver(wasInside);
  }

  eraseBlock(block: number): void {
    const wasInside = leaveDriver();
    this.#bytes.fill(ERASED, block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
    enterDriver(wasInside);
  }

  status(): FlashStatus {
    return this.#status;
  }

  close(): void {
    // Nothing is held.
  }
}
