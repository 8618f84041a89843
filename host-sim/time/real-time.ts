import type { Alarm, Time } from '../../modules/ports/time.js';
import { validDelay } from './delay.js';

/** The longest delay that `setTimeout` takes, about 25 days; it treats a longer one as 1 ms. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Real time by the host's monotonic clock. An armed alarm keeps the process alive. */
export class RealTime implements Time {
  now(): number {
    return performance.now();
  }

  alarm(callback: () => void): Alarm {
    return new RealAlarm(callback);
  }
}

class RealAlarm implements Alarm {
  readonly #callback: () => void;
  #at = 0;
  #timeout: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  constructor(callback: () => void) {
    this.#callback = callback;
  }

  arm(delay: number): void {
    const wait = validDelay(delay);
    this.disarm();
    this.#at = performance.now() + wait;
    // A timer takes a millisecond at least; a turn that is due now must not, or a driver that works turn by turn crawls.
    if (wait === 0) this.#immediate = setImmediate(() => this.#fire());
    else this.#wait(wait);
  }

  disarm(): void {
    clearTimeout(this.#timeout);
    clearImmediate(this.#immediate);
    this.#timeout = undefined;
    this.#immediate = undefined;
  }

  #wait(delay: number): void {
    this.#timeout = setTimeout(() => this.#elapsed(), Math.min(Math.ceil(delay), LONGEST_TIMEOUT));
  }

  /** Node's timers count whole milliseconds and can come early by a part of one; a deadline must never be early. */
  #elapsed(): void {
    const rest = this.#at - performance.now();
    if (rest > 0) this.#wait(rest);
    else this.#fire();
  }

  #fire(): void {
    this.#timeout = undefined;
    this.#immediate = undefined;
    this.#callback();
  }
}
