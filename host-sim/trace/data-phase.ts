import type { AnnouncedData } from './command-decoder.js';
import type { Secrets } from './secrets.js';
import { byteCount, latin1, preview } from './trace-text.js';

/** Bytes that a preview shows. */
const PREVIEW = 48;

/** What follows a prompt: counted, and never taken for lines. */
export class DataPhase {
  isPrompted = false;
  readonly #announced: AnnouncedData | undefined;
  readonly #pieces: Uint8Array[] = [];
  #count = 0;

  /** Without an announcement the data end with the final result, and are secret. */
  constructor(announced: AnnouncedData | undefined) {
    this.#announced = announced;
  }

  /** Bytes that will come; `undefined` where nobody said so. */
  get length(): number | undefined {
    return this.#announced?.length;
  }

  get isSecret(): boolean {
    return this.#announced?.isSecret ?? true;
  }

  get isBegun(): boolean {
    return this.#count > 0;
  }

  get isComplete(): boolean {
    return this.#count === this.length;
  }

  /** Takes what belongs to it and tells how many bytes that is. */
  take(bytes: Uint8Array): number {
    const piece = bytes.slice(0, (this.length ?? Infinity) - this.#count);
    if (!this.isSecret) this.#pieces.push(piece);
    this.#count += piece.length;
    return piece.length;
  }

  text(secrets: Secrets): string {
    const { length } = this;
    const isShort = length !== undefined && !this.isComplete;
    const count = byteCount(isShort ? `${this.#count} of ${length}` : this.#count);
    return this.isSecret ? count : `${count} ${preview(secrets.hide(latin1(Buffer.concat(this.#pieces))), PREVIEW)}`;
  }
}
