import type { Flash, FlashStatus } from '../../../modules/ports/flash.js';
import { wire } from '../../xs/device/wire.js';
import { host } from '../../xs/host/globals.js';
import { FlashSaying, placeOf } from './flash-frame.js';

const BLOCK_LENGTH = 4096;
const BLOCKS = 16;
const geometry: FlashStatus = { blockLength: BLOCK_LENGTH, blocks: BLOCKS };

const partition: Flash = {
  read(target: Uint8Array, byteOffset: number): number {
    wire.ask(FlashSaying.read, placeOf(byteOffset, target.length), 0);
    host.copy(target, wire.bytes, target.length);
    return target.length;
  },
  write(source: Uint8Array, byteOffset: number): void {
    host.copy(wire.bytes, source, source.length);
    wire.ask(FlashSaying.write, byteOffset, source.length);
  },
  eraseBlock(block: number): void {
    wire.ask(FlashSaying.erase, block, 0);
  },
  status: () => geometry,
  close(): void {},
};

/** `embedded:storage/flash` with one partition of 64 kB. Its bytes and its time are the bench's. */
export default { open: (): Flash => partition };
