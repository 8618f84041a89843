/**
 * Decisions drawn from bytes: whoever makes the bytes, a property test that shrinks them or a coverage-guided fuzzer, makes
 * the case. Where they have run out every choice is 0, which always means that nothing goes wrong.
 */
export class Choices {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isEmpty(): boolean {
    return this.#position >= this.#bytes.length;
  }

  /** From now on nothing goes wrong. */
  end(): void {
    this.#position = this.#bytes.length;
  }

  byte(): number {
    if (this.isEmpty) return 0;
    this.#position += 1;
    return this.#bytes[this.#position - 1];
  }

  /** A whole number from 0 to below `limit`, which is at most 65,536. */
  below(limit: number): number {
    const number = limit > 256 ? this.byte() * 256 + this.byte() : this.byte();
    return number % limit;
  }

  oneOf<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}
