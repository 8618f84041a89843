import type { OnViolation } from './violation.js';

/** What may be told of a message that has not come to the broker for sure. */
const EXCUSES = ['dropped', 'closed', 'overflow'];

/** Whether the fate of each message of the program's own is told once, and truly. */
export class FateWatch {
  readonly #isAtBroker: (text: string) => boolean;
  readonly #onViolation: OnViolation;
  /** Of the present start. */
  #waiting = new Set<string>();

  /** `isAtBroker`: whether it is there, or need not be. */
  constructor(isAtBroker: (text: string) => boolean, onViolation: OnViolation) {
    this.#isAtBroker = isAtBroker;
    this.#onViolation = onViolation;
  }

  /** A program starts: what was to be told to the one before is not told any more. */
  begin(): void {
    this.#waiting = new Set();
  }

  published(text: string): void {
    this.#waiting.add(text);
  }

  told(text: string, error: { readonly code: string; readonly message: string } | null): void {
    if (!this.#waiting.delete(text)) this.#fail(`the fate of ${text} was told, and not for the first time`);
    if (error === null && !this.#isAtBroker(text)) this.#fail(`${text} was told to be delivered, and is not at the broker`);
    if (error !== null && !EXCUSES.includes(error.code)) this.#fail(`${text}: ${error.message}`);
  }

  /** Messages whose fate is not known yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  #fail(detail: string): void {
    this.#onViolation('nothing-lost', detail);
  }
}
