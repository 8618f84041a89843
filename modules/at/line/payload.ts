import { assert } from '../../base/assert.js';
import type { SerialPort } from '../../ports/serial.js';
import type { Ring } from './ring.js';

/** A payload whose length was declared: counted, copied to where it is wanted as far as it fits, and never looked at. */
export class CountedPayload {
  /** Bytes that are still to come. */
  left = 0;
  /** All has come but the closing quote. */
  isEnding = false;
  /** So much is still to come that whole passages fit. */
  isLong = false;
  readonly #passage: Uint8Array;
  #into: Uint8Array | undefined = undefined;
  #length = 0;
  #received = 0;
  /** Up to where a whole passage can be stored. */
  #lastPassage = -1;

  /** What goes past the ring comes through `passage`. */
  constructor(passage: Uint8Array) {
    this.#passage = passage;
  }

  /** `length` bytes come, and go `into` as far as they fit. */
  expect(length: number, into: Uint8Array | undefined): void {
    this.#into = into;
    this.#length = length;
    const room = into === undefined ? -1 : into.length;
    this.#lastPassage = (length < room ? length : room) - this.#passage.length;
    this.#advance(0);
  }

  /** Nobody waits for it any more. */
  cancel(): void {
    this.left = 0;
    this.isEnding = false;
    this.isLong = false;
    this.#into = undefined;
  }

  /**
   * Takes bytes straight from the port, past the ring, which must be empty; true when the port has no more. What was read is
   * copied as a whole, since a shorter view would have to be made: what is behind `count` falls on payload that comes later.
   */
  pass(port: SerialPort): boolean {
    const into = this.#into;
    if (into === undefined) return false;
    const passage = this.#passage;
    const last = this.#lastPassage;
    let received = this.#received;
    const { length } = passage;
    let count = length;
    while (count === length && received <= last) {
      count = port.read(passage) ?? 0;
      if (count > 0) into.set(passage, received);
      received += count;
    }
    this.#advance(received);
    return count < length;
  }

  /** Takes what the ring has of it; tells how many bytes. */
  take(ring: Ring): number {
    const { head, tail } = ring;
    const into = this.#into;
    const received = this.#received;
    const { left } = this;
    const count = left < tail - head ? left : tail - head;
    const room = into === undefined ? 0 : into.length - received;
    if (into !== undefined && room > 0) ring.copyTo(into, received, head, count < room ? count : room);
    this.#advance(received + count);
    return count;
  }

  #advance(received: number): void {
    assert(received <= this.#length, 'no more of a payload comes than was declared');
    this.#received = received;
    this.left = this.#length - received;
    this.isEnding = this.left === 0;
    this.isLong = received <= this.#lastPassage;
  }
}
