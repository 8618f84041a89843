import type { Flash, FlashStatus } from '../../../modules/ports/flash.js';
import { host } from '../host/globals.js';

const BLOCK_LENGTH = 4096;
const BLOCKS = 16;
const ERASED = 255;

/** What lies in flash on the device, and so in memory that is not the machine's. */
let made: Uint8Array | undefined;

function stored(): Uint8Array {
  return (made ??= new Uint8Array(host.memory(BLOCKS * BLOCK_LENGTH)).fill(ERASED));
}

const geometry: FlashStatus = { blockLength: BLOCK_LENGTH, blocks: BLOCKS };

/** Takes nothing from the heap, as native code does not; the rules of NOR flash are kept by host-sim/flash. */
const partition: Flash = {
  read(target: Uint8Array, byteOffset: number): number {
    const bytes = stored();
    for (let index = 0; index < target.length; index += 1) target[index] = bytes[byteOffset + index];
    return target.length;
  },
  write(source: Uint8Array, byteOffset: number): void {
    const bytes = stored();
    for (let index = 0; index < source.length; index += 1) bytes[byteOffset + index] &= source[index];
  },
  eraseBlock(block: number): void {
    stored().fill(ERASED, block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
  },
  status: () => geometry,
  close(): void {},
};

/** `embedded:storage/flash` of a board with one partition of 64 kB, as partitions.csv names it. */
export default { open: ({ path }: { path: string }): Flash => opened(path) };

function opened(path: string): Flash {
  if (path !== 'outbox') throw new Error(`there is no partition ${path}`);
  return partition;
}
