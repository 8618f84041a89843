/** What every entry in the journal is aligned to, in bytes: as much as the flash of an nRF52 asks of a write. */
export const ALIGNMENT = 4;

/** A buffer whose beginnings are passed to the flash: a view for each length is made when it is first wanted, and kept. */
export class FlashBuffer {
  readonly bytes: Uint8Array;
  readonly fields: DataView;
  readonly #views: (Uint8Array | undefined)[];

  constructor(capacity: number) {
    this.bytes = new Uint8Array(aligned(capacity));
    this.fields = new DataView(this.bytes.buffer);
    this.#views = new Array<Uint8Array | undefined>(this.bytes.length / ALIGNMENT + 1).fill(undefined);
  }

  /** The first `byteLength` bytes, a multiple of {@link ALIGNMENT}. */
  first(byteLength: number): Uint8Array {
    const index = byteLength / ALIGNMENT;
    const view = this.#views[index] ?? this.bytes.subarray(0, byteLength);
    this.#views[index] = view;
    return view;
  }
}

/** The next multiple of {@link ALIGNMENT}. */
export function aligned(byteLength: number): number {
  return Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT;
}
