/** A transmit FIFO of the ESP32 holds as much; a larger piece could never be written at once. */
const LARGEST_PIECE = 128;

/** Bytes that {@link Slices} needs behind the contents it cuts. */
export const STAGING_LENGTH = LARGEST_PIECE;

/**
 * Hands on pieces of a buffer without making a view for each: on XS a `subarray` costs 64 bytes of a heap that does not grow.
 * A piece is copied natively to a staging area at the buffer's end, over which views of 1, 2, 4 … 128 bytes were made once.
 */
export class Slices {
  readonly #bytes: Uint8Array;
  readonly #staging: number;
  readonly #views: Uint8Array[] = [];

  /** `staging` is where the staging area of {@link STAGING_LENGTH} bytes starts in `bytes`. */
  constructor(bytes: Uint8Array, staging: number) {
    this.#bytes = bytes;
    this.#staging = staging;
    for (let length = 1; length <= LARGEST_PIECE; length *= 2) this.#views.push(bytes.subarray(staging, staging + length));
  }

  /** A view of the first bytes from `offset`: the largest power of two within `length`. Good until the next call. */
  take(offset: number, length: number): Uint8Array {
    const views = this.#views;
    let index = 0;
    while (index + 1 < views.length && views[index + 1].length <= length) index += 1;
    const view = views[index];
    this.#bytes.copyWithin(this.#staging, offset, offset + view.length);
    return view;
  }
}
