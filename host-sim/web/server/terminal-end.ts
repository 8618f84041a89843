import type { LineEnd } from '../../uart/ends/line-end.js';

/** Bytes that wait while the module's line is busy; more than anybody types. */
const WAITING_LIMIT = 64 * 1024;

/**
 * The page's terminal as an end of the module's UART. What the module says reaches the page by way of the trace, where
 * secrets are masked, so that nothing is written here.
 */
export class TerminalEnd implements LineEnd {
  readonly name: string;
  readonly lost = 0;
  readonly #close: () => Promise<void>;
  #onBytes: ((bytes: Uint8Array) => void) | undefined;
  #isPaused = false;
  #waiting: Uint8Array[] = [];

  constructor(name: string, close: () => Promise<void>) {
    this.name = name;
    this.#close = close;
  }

  /** Sends bytes to the module; false where too many wait already, and these are not sent. */
  type(bytes: Uint8Array): boolean {
    const waiting = this.#waiting.reduce((sum, { length }) => sum + length, 0);
    if (waiting + bytes.length > WAITING_LIMIT) return false;
    this.#waiting.push(bytes);
    this.#send();
    return true;
  }

  write(): void {}

  onBytes(handler: (bytes: Uint8Array) => void): void {
    this.#onBytes = handler;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#send();
  }

  close(): Promise<void> {
    return this.#close();
  }

  #send(): void {
    while (!this.#isPaused && this.#waiting.length > 0) {
      const [bytes, ...others] = this.#waiting;
      this.#waiting = others;
      this.#onBytes?.(bytes);
    }
  }
}
