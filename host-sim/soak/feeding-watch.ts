import type { OnViolation } from './violation.js';

/** Whether the watchdog is fed by progress, by all of it and by nothing else. */
export class FeedingWatch {
  readonly #now: () => number;
  readonly #onViolation: OnViolation;
  #delivered = -Infinity;
  /** When it was fed without that anything had been delivered: a rung of the ladder has to say that it was because of it. */
  #unexplained: number | undefined;

  constructor(now: () => number, onViolation: OnViolation) {
    this.#now = now;
    this.#onViolation = onViolation;
  }

  /** A reading has left its outbox. */
  delivered(): void {
    this.#delivered = this.#now();
  }

  fed(): void {
    this.check();
    if (this.#delivered !== this.#now()) this.#unexplained = this.#now();
  }

  /** A rung of the ladder was begun, or has cured. */
  climbed(): void {
    if (this.#unexplained === this.#now()) this.#unexplained = undefined;
  }

  /** It bites, and has not been fed for so many milliseconds. */
  bites(limit: number): void {
    const ago = this.#now() - this.#delivered;
    // Two sums of milliseconds that are not whole may differ in the last digits.
    if (ago < limit - 1) this.#fail(`it bites ${ago / 1000} s after a delivery`);
  }

  check(): void {
    if (this.#unexplained !== undefined && this.#unexplained < this.#now()) this.#fail('it was fed without any progress');
    if (this.#unexplained !== undefined && this.#unexplained < this.#now()) this.#unexplained = undefined;
  }

  #fail(detail: string): void {
    this.#onViolation('fed-by-progress', `the watchdog: ${detail}`);
  }
}
