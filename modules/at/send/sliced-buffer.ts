import { Slices } from './slices.js';

/** A buffer of fixed capacity whose contents can be written to a port piece by piece, without allocating. */
export class SlicedBuffer {
  /** The room for contents, from 0 to the capacity. */
  readonly contents: Uint8Array;
  /** Bytes that it can hold. */
  readonly capacity: number;
  /** Bytes of {@link contents} that count. */
  length = 0;
  /** The contents piece by piece, from {@link start} on. */
  readonly slices: Slices;
  /** Where its contents begin in {@link slices}. */
  readonly start: number;

  /** Lies in memory of its own, or from `start` on in that of `slices`. */
  constructor(capacity: number, slices = new Slices(capacity), start = 0) {
    this.contents = slices.bytes.subarray(start, start + capacity);
    this.capacity = capacity;
    this.slices = slices;
    this.start = start;
  }

  /** Index of the first byte of the contents from `start` on that is `byte`, or -1. Native; a sentinel bounds it. */
  indexOf(byte: number, start: number): number {
    const { contents, length } = this;
    contents[length] = byte;
    const found = contents.indexOf(byte, start);
    return found < length ? found : -1;
  }

  /** Copies the contents, or `length` bytes of them from `from` on, to `target` at `offset`. */
  copyTo(target: Uint8Array, offset: number, from = 0, length = this.length): void {
    this.slices.copyTo(target, offset, this.start + from, length);
  }

  /** Leaves no byte of the contents behind, nor of their pieces: they may have been secret. */
  wipe(): void {
    this.contents.fill(0);
    this.slices.wipe();
  }
}
