import { LF } from '../../base/ascii.js';
import { assert } from '../../base/assert.js';
import { utf8Text } from '../../base/utf8.js';
import { RECEIVE_FIFO, type SerialPort } from '../../ports/serial.js';
import { Slices } from '../send/slices.js';

/** Bytes taken from the port at a time: all that a receive FIFO may hold. */
const LARGE_INTAKE = RECEIVE_FIFO;
/** Bytes taken at a time where the ring is nearly full. */
const INTAKE = RECEIVE_FIFO / 2;
/** Bytes of the ring's start that lie behind its end once more, so that a name can be read over the end, word by word. */
export const REPEATED = 32;
const LINE_FEEDS = 0x0a0a0a0a;
/** The lowest bit of each byte of a word. */
export const LOWEST = 0x01010101;
/** The highest bit of each byte, with a sign, as XS keeps it. */
export const HIGHEST = -0x7f7f7f80;

/**
 * The receive ring. Positions count bytes since the start and never wrap: position `p` is at `bytes[p & mask]`.
 *
 * What the port gives is copied natively, by `copyWithin`. A line end is looked for four bytes at a time: on XS one look into a typed
 * array is a call, and its `indexOf`, which makes three calls for each byte, takes longer than a loop does.
 */
export class Ring {
  /** What has come. Behind {@link capacity} there is its beginning once more. */
  readonly bytes: Uint8Array;
  /** The same, of which numbers of several bytes can be read from any place. */
  readonly fields: DataView;
  /** One less than {@link capacity}: what makes an index of a position. */
  readonly mask: number;
  /** Bytes, a power of two. */
  readonly capacity: number;
  /** Position of the first byte that was not consumed. Fields, as a getter costs XS a call: they are moved in this file only. */
  head = 0;
  /** Position behind the last byte that arrived. */
  tail = 0;
  /** Whether the port may have more than there was room for, of which it does not tell again. */
  isCut = false;
  /** The memory that the ring lies in. */
  readonly slices: Slices;
  /** Where in {@link slices} there is room that is not the ring's. */
  readonly end: number;
  readonly #words: Int32Array;
  readonly #intake: Uint8Array;
  readonly #largeIntake: Uint8Array;

  /** `capacity` is a power of two, and bounds the longest line. `besides` are bytes that another buffer has in its memory. */
  constructor(capacity: number, besides = 0) {
    // An intake at the ring's end spills behind it, before it is carried to the start.
    this.end = capacity + LARGE_INTAKE;
    this.slices = new Slices(this.end + besides, LARGE_INTAKE);
    const { bytes, staging } = this.slices;
    this.bytes = bytes;
    this.fields = new DataView(bytes.buffer);
    this.#words = new Int32Array(bytes.buffer, 0, capacity >> 2);
    this.#intake = bytes.subarray(staging, staging + INTAKE);
    this.#largeIntake = bytes.subarray(staging);
    this.capacity = capacity;
    this.mask = capacity - 1;
  }

  /** Room for a whole receive FIFO, in which nothing is kept. */
  get passage(): Uint8Array {
    return this.#largeIntake;
  }

  /** Whether the next read of the port could not be stored. */
  get isFull(): boolean {
    return this.capacity - (this.tail - this.head) < INTAKE;
  }

  /** Copies what the port has, as far as there is room; tells how many bytes. */
  fill(port: SerialPort): number {
    const { bytes, mask, capacity, tail: before } = this;
    const { staging } = this.slices;
    const last = this.head + capacity - INTAKE;
    const lastLarge = last + INTAKE - LARGE_INTAKE;
    let tail = before;
    let isMore = true;
    while (isMore && tail <= last) {
      const isRoomy = tail <= lastLarge;
      const count = port.read(isRoomy ? this.#largeIntake : this.#intake) ?? 0;
      const offset = tail & mask;
      bytes.copyWithin(offset, staging, staging + count);
      tail += count;
      // What was copied beyond the ring's end belongs to its start, and is repeated there already.
      if (offset + count > capacity) bytes.copyWithin(0, capacity, offset + count);
      else if (offset < REPEATED) bytes.copyWithin(capacity, 0, REPEATED);
      isMore = count === (isRoomy ? LARGE_INTAKE : INTAKE);
    }
    assert(tail - this.head <= capacity, 'the ring holds no more than it has room for');
    this.tail = tail;
    this.isCut = isMore;
    return tail - before;
  }

  /** Position of the first line feed from `position` on, or -1. */
  lineEnd(position: number): number {
    const { bytes, mask, tail } = this;
    const words = this.#words;
    let at = position;
    while (at < tail) {
      if (bytes[at & mask] === LF) return at;
      at += 1;
      if ((at & 3) !== 0) continue;
      // A byte that is none loses no highest bit when one is taken from it.
      let others = words[(at & mask) >> 2] ^ LINE_FEEDS;
      while (at + 4 <= tail && ((others - LOWEST) & ~others & HIGHEST) === 0) {
        at += 4;
        others = words[(at & mask) >> 2] ^ LINE_FEEDS;
      }
    }
    return -1;
  }

  /** Gives the bytes before `position` free. */
  consume(position: number): void {
    assert(position >= this.head && position <= this.tail, 'only what has come is given free, and once');
    this.head = position;
  }

  /** Copies `length` bytes from `position` to `target` at `offset`, natively. */
  copyTo(target: Uint8Array, offset: number, position: number, length: number): void {
    assert(length >= 0 && position >= this.head && position + length <= this.tail, 'what is copied is in the ring');
    const from = position & this.mask;
    const left = this.capacity - from;
    const run = length < left ? length : left;
    this.slices.copyTo(target, offset, from, run);
    if (run < length) this.slices.copyTo(target, offset + run, 0, length - run);
  }

  /** The bytes from `start` to `end` as text. Allocates: not for the steady path. */
  text(start: number, end: number): string {
    const bytes = new Uint8Array(end - start);
    this.copyTo(bytes, 0, start, bytes.length);
    return utf8Text(bytes, 0, bytes.length);
  }
}
