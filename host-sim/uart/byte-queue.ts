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
    const queue = this.#bytes;
    const mask = queue.length - 1;
    const end = this.#start + this.#length;
    // One by one: most runs are short, and a view of them costs more than the bytes do.
    for (let index = 0; index < bytes.length; index += 1) queue[(end + index) & mask] = bytes[index];
    this.#length += bytes.length;
  }

  /** Moves the first `count` bytes of another queue to the end of this one; there are as many. */
  take(other: ByteQueue, count: number): void {
    this.#makeRoom(this.#length + count);
    const queue = this.#bytes;
    const mask = queue.length - 1;
    const end = this.#start + this.#length;
    const from = other.#bytes;
    const fromMask = from.length - 1;
    const start = other.#start;
    for (let index = 0; index < count; index += 1) queue[(end + index) & mask] = from[(start + index) & fromMask];
    this.#length += count;
    other.drop(count);
  }

  /** Forgets the first `count` bytes; there are as many. */
  drop(count: number): void {
    this.#start = (this.#start + count) & (this.#bytes.length - 1);
    this.#length -= count;
  }

  /** Moves bytes from the front to the start of `target`, as many as there are and fit, and gives the count. */
  shiftInto(target: Uint8Array): number {
    const count = Math.min(target.length, this.#length);
    const queue = this.#bytes;
    const mask = queue.length - 1;
    const start = this.#start;
    for (let index = 0; index < count; index += 1) target[index] = queue[(start + index) & mask];
    this.#start = (start + count) & mask;
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
