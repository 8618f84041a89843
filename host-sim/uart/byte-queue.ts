/** Bytes in the order in which they came; grows as needed, in powers of two. */
export class ByteQueue {
  #bytes = new Uint8Array(256);
  #start = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Uint8Array): void {
    this.#makeRoom(this.#length + bytes.length);
    const capacity = this.#bytes.length;
    const at = (this.#start + this.#length) & (capacity - 1);
    const untilEnd = capacity - at;
    // Views cost more than the bytes do, and most pieces lie in one part.
    if (bytes.length <= untilEnd) {
      this.#bytes.set(bytes, at);
    } else {
      this.#bytes.set(bytes.subarray(0, untilEnd), at);
      this.#bytes.set(bytes.subarray(untilEnd), 0);
    }
    this.#length += bytes.length;
  }

  /** Moves bytes from the front to the start of `target`, as many as there are and fit, and gives the count. */
  shiftInto(target: Uint8Array): number {
    const count = Math.min(target.length, this.#length);
    const untilEnd = Math.min(count, this.#bytes.length - this.#start);
    target.set(this.#bytes.subarray(this.#start, this.#start + untilEnd), 0);
    if (untilEnd < count) target.set(this.#bytes.subarray(0, count - untilEnd), untilEnd);
    this.#start = (this.#start + count) & (this.#bytes.length - 1);
    this.#length -= count;
    return count;
  }

  /** The first `count` bytes, `length` at most, in an array of their own. */
  shift(count: number): Uint8Array {
    const bytes = new Uint8Array(Math.min(count, this.#length));
    this.shiftInto(bytes);
    return bytes;
  }

  clear(): void {
    this.#start = 0;
    this.#length = 0;
  }

  #makeRoom(length: number): void {
    let capacity = this.#bytes.length;
    if (length <= capacity) return;
    while (capacity < length) capacity *= 2;
    const bytes = new Uint8Array(capacity);
    const count = this.#length;
    this.shiftInto(bytes);
    this.#bytes = bytes;
    this.#start = 0;
    this.#length = count;
  }
}
