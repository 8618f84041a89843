import { LF } from '../../base/ascii.js';
import { assert } from '../../base/assert.js';
import { utf8Text } from '../../base/utf8.js';
import { RECEIVE_FIFO, type SerialPort } from '../../ports/serial.js';
import { Slices } from '../send/slices.js';

/** Bytes taken from the port at a time: all that a receive FIFO may hold. */
const LARGE_INTAKE = RECEIVE_FIFO;
/** Bytes taken at a time where the ring is nearly full. */
const INTAKE = RECEIVE_FIFO / 2;
/** A free byte behind the last one for the sentinel of the line end search. */
const SENTINEL = 1;

/**
 * The receive ring. Positions count bytes since the start and never wrap: position `p` is at `bytes[p & mask]`.
 *
 * Everything per byte is native: what the port gives is copied by `copyWithin`, and a line end is found with `indexOf`. As that
 * has no end bound, a line feed is kept just behind the last byte, and one behind the ring's end, for it to stop at.
 */
export class Ring {
  /** What has come, and behind it the sentinel. */
  readonly bytes: Uint8Array;
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
  readonly #intake: Uint8Array;
  readonly #largeIntake: Uint8Array;

  /** `capacity` is a power of two, and bounds the longest line. `besides` are bytes that another buffer has in its memory. */
  constructor(capacity: number, besides = 0) {
    // An intake at the ring's end spills behind it, before it is carried to the start.
    this.end = capacity + LARGE_INTAKE;
    this.slices = new Slices(this.end + besides, LARGE_INTAKE);
    const { bytes, staging } = this.slices;
    this.bytes = bytes;
    this.#intake = bytes.subarray(staging, staging + INTAKE);
    this.#largeIntake = bytes.subarray(staging);
    this.capacity = capacity;
    this.mask = capacity - 1;
    bytes[0] = LF;
    bytes[capacity] = LF;
  }

  /** Room for a whole receive FIFO, in which nothing is kept. */
  get passage(): Uint8Array {
    return this.#largeIntake;
  }

  /** Whether the next read of the port could not be stored. */
  get isFull(): boolean {
    return this.capacity - (this.tail - this.head) < INTAKE + SENTINEL;
  }

  /** Copies what the port has, as far as there is room; tells how many bytes. */
  fill(port: SerialPort): number {
    const { bytes, mask, capacity, tail: before } = this;
    const { staging } = this.slices;
    const last = this.head + capacity - INTAKE - SENTINEL;
    const lastLarge = last + INTAKE - LARGE_INTAKE;
    let tail = before;
    let isMore = true;
    while (isMore && tail <= last) {
      const isRoomy = tail <= lastLarge;
      const count = port.read(isRoomy ? this.#largeIntake : this.#intake) ?? 0;
      const offset = tail & mask;
      bytes.copyWithin(offset, staging, staging + count);
      tail += count;
      if (offset + count > capacity) this.#carry(offset + count);
      isMore = count === (isRoomy ? LARGE_INTAKE : INTAKE);
    }
    assert(tail - this.head < capacity, 'the ring holds no more than it has room for, the sentinel included');
    bytes[tail & mask] = LF;
    this.tail = tail;
    this.isCut = isMore;
    return tail - before;
  }

  /** What was copied beyond the ring's end, up to `end`, belongs to its start. */
  #carry(end: number): void {
    this.bytes.copyWithin(0, this.capacity, end);
    this.bytes[this.capacity] = LF;
  }

  /** Position of the first line feed from `position` on, or -1. */
  lineEnd(position: number): number {
    const { bytes, capacity } = this;
    const offset = position & this.mask;
    // One that was found before, or the sentinel where nothing has come since.
    if (bytes[offset] === LF) return position < this.tail ? position : -1;
    let found = bytes.indexOf(LF, offset);
    if (found >= capacity) found = capacity + bytes.indexOf(LF);
    const end = position + found - offset;
    return end < this.tail ? end : -1;
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
    const run = Math.min(length, this.capacity - from);
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
