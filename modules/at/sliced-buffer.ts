import { Slices } from './slices.js';

/** An ESP32's transmit FIFO holds 128 bytes, and tells of room when 10 of them are left. */
const LARGEST_PIECE = 96;

/** A buffer of fixed capacity whose contents can be written to a port piece by piece, without allocating. */
export class SlicedBuffer {
  /** The room for contents, from 0 to the capacity. */
  readonly contents: Uint8Array;
  readonly capacity: number;
  readonly #bytes: Uint8Array;
  /** Bytes of {@link contents} that count. */
  length = 0;
  /** The contents piece by piece. */
  readonly slices: Slices;

  constructor(capacity: number) {
    const bytes = new Uint8Array(capacity + LARGEST_PIECE);
    this.#bytes = bytes;
    this.contents = bytes.subarray(0, capacity);
    this.capacity = capacity;
    this.slices = new Slices(bytes, capacity, LARGEST_PIECE);
  }

  /** Index of the first byte of the contents from `start` on that is `byte`, or -1. Native, so a sentinel must end it. */
  indexOf(byte: number, start: number): number {
    this.#bytes[this.length] = byte;
    const found = this.#bytes.indexOf(byte, start);
    return found < this.length ? found : -1;
  }

  /** Copies the contents to `target` at `offset`. */
  copyTo(target: Uint8Array, offset: number): void {
    this.slices.copyTo(target, offset, 0, this.length);
  }

  /** Leaves no byte of the contents behind, nor of their pieces: they may have been secret. */
  wipe(): void {
    this.#bytes.fill(0);
  }
}
