/** What is sent piece by piece. */
export interface Pieces {
  /** The first bytes from `offset`, at least one and at most `length` of them. Good until the next call. */
  take(offset: number, length: number): Uint8Array;
}

/** What has a length and comes in pieces: a `SlicedBuffer`, or an `AsciiText`. */
export interface Sliced {
  readonly length: number;
  readonly slices: Pieces;
}

/** Bytes from which two native calls are faster than a loop, on XS and on Node.js. */
const WORTH_A_CALL = 16;

/**
 * Hands on pieces of a buffer without making a view for each: on XS a `subarray` costs 64 bytes of a heap that does not grow.
 * A piece is copied natively to a staging area of the same buffer, over which views were made once, each half as long as the
 * one before.
 */
export class Slices implements Pieces {
  readonly #bytes: Uint8Array;
  readonly #staging: number;
  readonly #largest: number;
  /** The longest first. */
  readonly #views: Uint8Array[] = [];

  /** `bytes` from `staging` on are the staging area: `largest` of them. */
  constructor(bytes: Uint8Array, staging: number, largest: number) {
    this.#bytes = bytes;
    this.#staging = staging;
    this.#largest = largest;
    for (let length = largest; length > 0; length >>= 1) this.#views.push(bytes.subarray(staging, staging + length));
  }

  take(offset: number, length: number): Uint8Array {
    let index = 0;
    let size = this.#largest;
    while (size > length) {
      size >>= 1;
      index += 1;
    }
    this.#bytes.copyWithin(this.#staging, offset, offset + size);
    return this.#views[index];
  }

  /** The first bytes of the staging area: `length` is the largest piece's, or a half, a quarter … of it. */
  staging(length: number): Uint8Array {
    let index = 0;
    while (this.#views[index].length > length) index += 1;
    return this.#views[index];
  }

  /** Copies `length` bytes from `from` on to `target` at `offset`. */
  copyTo(target: Uint8Array, offset: number, from: number, length: number): void {
    const bytes = this.#bytes;
    const staging = this.#staging;
    let size = this.#largest;
    let index = 0;
    let done = 0;
    while (length - done >= WORTH_A_CALL) {
      if (size > length - done) {
        size >>= 1;
        index += 1;
      } else {
        bytes.copyWithin(staging, from + done, from + done + size);
        target.set(this.#views[index], offset + done);
        done += size;
      }
    }
    for (; done < length; done += 1) target[offset + done] = bytes[from + done];
  }
}
