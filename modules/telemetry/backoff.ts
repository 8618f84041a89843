import { checkNumber } from '../base/checks.js';

/** Timers of hosts are 32 bits wide. */
const LONGEST = 2147483647;

export interface BackoffOptions {
  /** Milliseconds that bound the first wait. */
  readonly base?: number;
  /** Milliseconds that bound every wait. */
  readonly maximum?: number;
  /** From 0 up to, not including, 1. */
  random(): number;
}

/**
 * How long to wait before the next attempt: exponential with full jitter, anything from nothing to the bound, which doubles
 * with each failure. Full jitter spreads a fleet that lost its broker at one moment the best.
 */
export class Backoff {
  readonly #random: () => number;
  readonly #base: number;
  readonly #maximum: number;
  #bound = 0;

  constructor(options: BackoffOptions) {
    const base = options.base ?? 2000;
    const maximum = options.maximum ?? 300000;
    checkNumber('base', base, 1, LONGEST, 'Backoff', ' milliseconds');
    checkNumber('maximum', maximum, base, LONGEST, 'Backoff', ' milliseconds');
    this.#random = options.random;
    this.#base = base;
    this.#maximum = maximum;
    this.#bound = base;
  }

  /** Milliseconds, a whole number from 0 to the bound; the next bound is twice as high. */
  next(): number {
    const bound = this.#bound;
    this.#bound = Math.min(this.#maximum, bound * 2);
    return Math.floor(this.#share() * bound);
  }

  /** A generator that fails, or gives what is no share, must not keep a node offline: it waits as long as it may. */
  #share(): number {
    try {
      const share = this.#random();
      return share >= 0 && share < 1 ? share : 1;
    } catch {
      return 1;
    }
  }

  /** After a success. */
  reset(): void {
    this.#bound = this.#base;
  }
}
