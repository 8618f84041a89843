import { assert } from '../../base/assert.js';
/** What is sent piece by piece. */
export interface Pieces {
  /** The first bytes from `offset`, at least one and at most `length` of them. Good until the next call. */
  take(offset: number, length: number): Uint8Array;
}

/** What has a length and comes in pieces: a `SlicedBuffer`, or an `AsciiText`. */
export interface Sliced {
  /** Bytes. */
  readonly length: number;
  /** What gives the bytes. */
  readonly slices: Pieces;
  /** Where it begins in {@link slices}. */
  readonly start: number;
}

/** An ESP32's transmit FIFO holds 128 bytes, and tells of room when 10 of them are left. */
const LARGEST_PIECE = 96;
/** The view by the bytes that are left: the longest that is no longer. One look in the place of up to six comparisons. */
const VIEWS = views();

function views(): Uint8Array {
  const table = new Uint8Array(LARGEST_PIECE + 1);
  let view = 0;
  let above = LARGEST_PIECE + 1;
  for (let size = LARGEST_PIECE; size > 0; size >>= 1) {
    table.fill(view, size, above);
    view += 1;
    above = size;
  }
  return table;
}
/** Bytes from which two native calls are faster than a loop, on XS and on Node.js. */
const WORTH_A_CALL = 6;

/**
 * Memory that is handed on in pieces without making a view for each: on XS a `subarray` costs 64 bytes of a heap that does not
 * grow. A piece is copied natively to a staging area behind the contents, over which views were made once, each half as long as
 * the one before. Buffers that lie in one memory share them: no piece is good for longer than until the next one.
 */
export class Slices implements Pieces {
  /** The contents, and from {@link staging} on the staging area. */
  readonly bytes: Uint8Array;
  /** Where the staging area begins. */
  readonly staging: number;
  /** The longest first. */
  readonly #views: Uint8Array[] = [];

  /** Room for `length` bytes of contents; the staging area may be wanted larger than the largest piece. */
  constructor(length: number, staging = LARGEST_PIECE) {
    const bytes = new Uint8Array(length + staging);
    this.bytes = bytes;
    this.staging = length;
    for (let size = LARGEST_PIECE; size > 0; size >>= 1) this.#views.push(bytes.subarray(length, length + size));
  }

  take(offset: number, length: number): Uint8Array {
    assert(length > 0 && offset >= 0 && offset < this.staging, 'a piece is of the contents, and has a byte at least');
    const view = this.#views[VIEWS[length < LARGEST_PIECE ? length : LARGEST_PIECE]];
    this.bytes.copyWithin(this.staging, offset, offset + view.length);
    return view;
  }

  /** Copies `length` bytes from `from` on to `target` at `offset`. */
  copyTo(target: Uint8Array, offset: number, from: number, length: number): void {
    const { bytes, staging } = this;
    assert(length >= 0 && from >= 0 && from + length <= staging, 'what is copied is of the contents');
    let size = LARGEST_PIECE;
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

  /** Leaves nothing of the latest piece behind: it may have been secret. */
  wipe(): void {
    this.bytes.fill(0, this.staging);
  }
}
