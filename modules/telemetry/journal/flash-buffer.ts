/** What every entry in the journal is aligned to, in bytes: as much as the flash of an nRF52 asks of a write. */
export const ALIGNMENT = 4;

/** A buffer whose beginnings are passed to the flash: a view for each length is made when it is first wanted, and kept. */
export class FlashBuffer {
  readonly bytes: Uint8Array;
  readonly fields: DataView;
  /** Four bytes each, in the processor's order. */
  readonly words: Int32Array;
  readonly #views: (Uint8Array | undefined)[];
  #inner: Uint8Array;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(aligned(capacity));
    this.fields = new DataView(this.bytes.buffer);
    this.words = new Int32Array(this.bytes.buffer);
    this.#views = new Array<Uint8Array | undefined>(this.words.length + 1).fill(undefined);
    this.#inner = this.bytes;
  }

  /** The first `byteLength` bytes, a multiple of {@link ALIGNMENT}. */
  first(byteLength: number): Uint8Array {
    const index = byteLength >> 2;
    return this.#views[index] ?? (this.#views[index] = this.bytes.subarray(0, byteLength));
  }

  /** At most `most` bytes from `start` on: a view that is kept as long as the same is wanted. */
  from(start: number, most: number): Uint8Array {
    const room = this.bytes.length - start;
    const byteLength = most < room ? most : room;
    if (this.#inner.length !== byteLength || this.#inner.byteOffset !== start) this.#inner = this.bytes.subarray(start, start + byteLength);
    return this.#inner;
  }
}

/** The next multiple of {@link ALIGNMENT}. */
export function aligned(byteLength: number): number {
  return (byteLength + ALIGNMENT - 1) & -ALIGNMENT;
}
