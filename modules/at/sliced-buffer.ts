import { Slices, STAGING_LENGTH } from './slices.js';

/** A buffer of fixed capacity whose contents can be written to a port piece by piece, without allocating. */
export class SlicedBuffer {
  /** The room for contents, from 0 to the capacity. */
  readonly contents: Uint8Array;
  /** Bytes of {@link contents} that count. */
  length = 0;
  readonly #slices: Slices;

  constructor(capacity: number) {
    const bytes = new Uint8Array(capacity + STAGING_LENGTH);
    this.contents = bytes.subarray(0, capacity);
    this.#slices = new Slices(bytes, capacity);
  }

  get capacity(): number {
    return this.contents.length;
  }

  /** The first bytes from `offset`, at most `length` of them and at least one. Good until the next call. */
  take(offset: number, length: number): Uint8Array {
    return this.#slices.take(offset, length);
  }

  /** Copies the contents to `target` at `offset`. */
  copyTo(target: Uint8Array, offset: number): void {
    let done = 0;
    while (done < this.length) {
      const piece = this.#slices.take(done, this.length - done);
      target.set(piece, offset + done);
      done += piece.length;
    }
  }
}
