import type { ClockReading } from './clock-reading.js';

/** Milliseconds that a reading leaves open: it names a whole second. */
const RESOLUTION = 999;

/**
 * UTC from readings of the module's clock, carried on by the monotonic clock in between. It outlives a restart of the module,
 * whose own clock does not. Right to a second, plus what the host's oscillator drifts between two readings.
 */
export class NetworkClock {
  #isKnown = false;
  #utc = 0;
  #at = 0;

  /** UTC in milliseconds since 1970 when the monotonic clock shows `monotonic`; `undefined` before the first reading. */
  at(monotonic: number): number | undefined {
    return this.#isKnown ? this.#utc + (monotonic - this.#at) : undefined;
  }

  /**
   * Takes a reading made when the monotonic clock showed `monotonic`. Where the present idea lies within the second that was
   * read it stays as it is: only what is wrong steps, so times given out keep their order.
   */
  take(reading: ClockReading, monotonic: number): void {
    const earliest = reading.utc;
    const latest = reading.utc + RESOLUTION;
    const present = this.at(monotonic);
    if (present === undefined || present < earliest) this.#utc = earliest;
    else this.#utc = present > latest ? latest : present;
    this.#at = monotonic;
    this.#isKnown = true;
  }
}
