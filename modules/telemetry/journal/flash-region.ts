import { invalidArgument } from '../../base/errors.js';
import type { Flash, FlashSpecifier, FlashStatus } from '../../ports/flash.js';

/**
 * Some blocks of a piece of flash, as a piece of its own: one partition for several journals. Each opens the flash, and closes
 * what it has opened. Throws `invalid-argument` when it is opened and the flash has not so many blocks.
 */
export function flashRegion(flash: FlashSpecifier, firstBlock: number, blocks: number): FlashSpecifier {
  return { io: { open: () => new FlashRegion(flash, firstBlock, blocks) } };
}

class FlashRegion implements Flash {
  readonly #flash: Flash;
  readonly #status: FlashStatus;
  readonly #firstBlock: number;
  readonly #start: number;

  constructor({ io, ...options }: FlashSpecifier, firstBlock: number, blocks: number) {
    this.#flash = io.open(options as never);
    const status = this.#flash.status();
    if (!(firstBlock >= 0 && firstBlock + blocks <= status.blocks)) {
      this.#flash.close();
      throw invalidArgument('blocks', `up to block ${status.blocks - 1}, is ${firstBlock + blocks - 1}`, 'flashRegion');
    }
    this.#status = { ...status, blocks };
    this.#firstBlock = firstBlock;
    this.#start = firstBlock * status.blockLength;
  }

  read(target: Uint8Array, byteOffset: number): unknown {
    return this.#flash.read(target, this.#start + byteOffset);
  }

  write(source: Uint8Array, byteOffset: number): void {
    this.#flash.write(source, this.#start + byteOffset);
  }

  eraseBlock(block: number): void {
    this.#flash.eraseBlock(this.#firstBlock + block);
  }

  status(): FlashStatus {
    return this.#status;
  }

  close(): void {
    this.#flash.close();
  }
}
