import type { SerialPort } from '../ports/serial.js';
import { LF } from './ascii.js';
import { Slices, STAGING_LENGTH } from './slices.js';

/** Bytes taken from the port at a time: half of an ESP32's receive FIFO, so that a read rarely copies room it did not need. */
const INTAKE = 64;
/** A free byte behind the last one for the sentinel of the line end search. */
const SENTINEL = 1;

/**
 * The receive ring. Positions count bytes since the start and never wrap: position `p` is at `bytes[p & mask]`.
 *
 * Everything per byte is native: the intake is a typed array copy, and a line end is found with `indexOf`. As that has no
 * end bound, a line feed is kept just behind the last byte, and one behind the ring's end, for it to stop at.
 */
export class Ring {
  readonly bytes: Uint8Array;
  readonly mask: number;
  readonly capacity: number;
  readonly #intake = new Uint8Array(INTAKE);
  readonly #slices: Slices;
  #head = 0;
  #tail = 0;

  /** `capacity` is a power of two, and bounds the longest line. */
  constructor(capacity: number) {
    const slack = INTAKE + SENTINEL;
    this.bytes = new Uint8Array(capacity + slack + STAGING_LENGTH);
    this.#slices = new Slices(this.bytes, capacity + slack);
    this.capacity = capacity;
    this.mask = capacity - 1;
    this.#placeSentinels();
  }

  /** Position of the first byte that was not consumed. */
  get head(): number {
    return this.#head;
  }

  /** Position behind the last byte that arrived. */
  get tail(): number {
    return this.#tail;
  }

  /** Whether the next read of the port could not be stored. */
  get isFull(): boolean {
    return this.capacity - (this.#tail - this.#head) < INTAKE + SENTINEL;
  }

  /** Copies what the port has, as far as there is room; tells how many bytes. */
  fill(port: SerialPort): number {
    const before = this.#tail;
    while (!this.isFull) {
      const count = port.read(this.#intake);
      if (count === undefined || count === 0) break;
      const offset = this.#tail & this.mask;
      // The whole intake is copied, as a shorter view would have to be made; what is behind `count` falls on free room.
      this.bytes.set(this.#intake, offset);
      const end = offset + count;
      if (end > this.capacity) this.bytes.copyWithin(0, this.capacity, end);
      this.#tail += count;
      this.#placeSentinels();
    }
    return this.#tail - before;
  }

  /** Position of the first line feed from `position` on, or -1. */
  lineEnd(position: number): number {
    const offset = position & this.mask;
    let found = this.bytes.indexOf(LF, offset);
    if (found >= this.capacity) found = this.capacity + this.bytes.indexOf(LF);
    const end = position + found - offset;
    return end < this.#tail ? end : -1;
  }

  /** Gives the bytes before `position` free. */
  consume(position: number): void {
    this.#head = position;
  }

  /** Copies `length` bytes from `position` to `target` at `offset`, natively. */
  copyTo(target: Uint8Array, offset: number, position: number, length: number): void {
    let done = 0;
    while (done < length) {
      const from = (position + done) & this.mask;
      const run = Math.min(length - done, this.capacity - from);
      const piece = this.#slices.take(from, run);
      target.set(piece, offset + done);
      done += piece.length;
    }
  }

  #placeSentinels(): void {
    this.bytes[this.#tail & this.mask] = LF;
    this.bytes[this.capacity] = LF;
  }
}
