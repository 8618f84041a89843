/** Half of an ESP32's transmit FIFO: on XS each byte of a piece is a call, and the other half is sent meanwhile. */
const LARGEST_PIECE = 64;

/**
 * ASCII text that becomes bytes piece by piece, as it is sent: a file of thousands of bytes takes no second room, and no turn
 * that is long enough for the receive FIFO to overrun.
 */
export class AsciiText {
  readonly length: number;
  readonly start = 0;
  readonly #text: string;
  readonly #pieces: Uint8Array[] = [];

  constructor(text: string) {
    this.#text = text;
    this.length = text.length;
  }

  get slices(): this {
    return this;
  }

  /** The bytes from `offset` on, at least one and at most `length` of them. Good until the next call. */
  take(offset: number, length: number): Uint8Array {
    const piece = this.#piece(length < LARGEST_PIECE ? length : LARGEST_PIECE);
    // XS counts from the text's first character to each that is asked for: of a short text that is nothing.
    const text = this.#text.slice(offset, offset + piece.length);
    for (let index = 0; index < piece.length; index += 1) piece[index] = text.charCodeAt(index);
    return piece;
  }

  /** Leaves no byte of the text behind: it may have been a key. */
  wipe(): void {
    for (let index = 0; index < this.#pieces.length; index += 1) this.#pieces[index].fill(0);
  }

  /** One of exactly this length, made once. */
  #piece(length: number): Uint8Array {
    const pieces = this.#pieces;
    for (let index = 0; index < pieces.length; index += 1) if (pieces[index].length === length) return pieces[index];
    const piece = new Uint8Array(length);
    pieces.push(piece);
    return piece;
  }
}
