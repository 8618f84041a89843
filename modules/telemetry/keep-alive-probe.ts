import type { Alarm, Time } from '../ports/time.js';

/** Tells when the broker has acknowledged nothing for too long: then a message goes out only to be acknowledged. */
export class KeepAliveProbe {
  /** A probe is to be sent. */
  isDue = false;
  readonly #limit: number;
  readonly #silence: Alarm;

  /** `limit` in milliseconds; 0 never probes. */
  constructor(time: Time, limit: number, onDue: () => void) {
    this.#limit = limit;
    this.#silence = time.alarm(() => {
      this.isDue = true;
      onDue();
    });
  }

  /** The broker has just been heard of. */
  heard(): void {
    this.isDue = false;
    if (this.#limit > 0) this.#silence.arm(this.#limit);
  }

  stop(): void {
    this.isDue = false;
    this.#silence.disarm();
  }
}
