import type { Time } from '../../modules/ports/time.js';
import type { RealTimeClock } from '../../modules/ports/real-time-clock.js';

/** The host's own clock, without a battery: it runs on over a crash, and begins anew with the power. */
export class HostClock implements RealTimeClock {
  readonly #now: () => number;
  #offset = 0;

  constructor(time: Time) {
    this.#now = () => time.now();
    this.forget();
  }

  get time(): number {
    return this.#now() + this.#offset;
  }

  set time(utc: number) {
    this.#offset = utc - this.#now();
  }

  forget(): void {
    this.#offset = -this.#now();
  }

  step(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}
