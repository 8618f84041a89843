const CTRL_Z = 0x1a;
const ESCAPE = 0x1b;

/** Text that is typed behind a prompt up to Ctrl-Z (3GPP TS 27.005 §3.5.1), with its end unknown before. */
export class TextEntry {
  readonly #onEnd: (text: Uint8Array | undefined) => void;
  readonly #typed: number[] = [];

  /** `onEnd` gets what was typed, or `undefined` where ESC gave it up. */
  constructor(onEnd: (text: Uint8Array | undefined) => void) {
    this.#onEnd = onEnd;
  }

  /** Takes one byte and gives whether it ended the text; `backspace` takes the last byte back. */
  take(byte: number, backspace: number): boolean {
    if (byte === CTRL_Z || byte === ESCAPE) return true;
    if (byte === backspace) this.#typed.pop();
    else this.#typed.push(byte);
    return false;
  }

  /** Called with the byte that ended it. */
  end(byte: number): void {
    this.#onEnd(byte === CTRL_Z ? Uint8Array.from(this.#typed) : undefined);
  }
}
