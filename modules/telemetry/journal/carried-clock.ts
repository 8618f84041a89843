import type { RealTimeClock } from '../../ports/real-time-clock.js';

/** Milliseconds within which the host's clock is left as it is: some can be set to whole seconds only. */
const AGREEMENT = 2000;
/** Milliseconds by which the host's clock may be ahead of the last reading; further ahead it was set by somebody else. */
const LONGEST_PAUSE = 366 * 86_400_000;

/**
 * UTC as it can be told without the network: the time of the last reading, which is in flash, carried on by the uptime. What passes
 * from that reading to the next start is missing, unless a clock of the host has measured it. So it is late by the sum of the
 * pauses that nobody has measured, never more than that, and the start that comes to know UTC sees how much that is.
 */
export class CarriedClock {
  readonly #clock: RealTimeClock | undefined;
  /** Time of the last reading of earlier starts; 0 where it is not known. */
  readonly #last: number;
  #offset = 0;
  #isRunning = false;

  constructor(clock: RealTimeClock | undefined, last: number) {
    this.#clock = clock;
    this.#last = last;
  }

  /** Whether it runs in this start. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** What it shows when the uptime is 0; 0 where there is no reading to go on from, and it shows the uptime. */
  get offset(): number {
    return this.#offset;
  }

  /** Goes on, once in a start, at the last reading, or later where the host's clock says so. */
  start(uptime: number): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    if (this.#last === 0) return;
    const now = Math.max(this.#last, this.#measured());
    this.#offset = now - uptime;
    this.#set(now);
  }

  /** The UTC of now has become known from elsewhere. */
  follow(utc: number): void {
    this.#set(utc);
  }

  /** What the host's clock shows, where that can be. */
  #measured(): number {
    try {
      const time = this.#clock?.time ?? 0;
      return time < this.#last + LONGEST_PAUSE ? time : 0;
    } catch {
      return 0;
    }
  }

  #set(time: number): void {
    const clock = this.#clock;
    if (clock === undefined) return;
    try {
      if (!(Math.abs(clock.time - time) <= AGREEMENT)) clock.time = time;
    } catch {
      // Without it the pauses are not measured, and the dates less exact.
    }
  }
}
