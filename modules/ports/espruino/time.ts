import type { Alarm, Time } from '../time.js';

/** {@link Time} on Espruino's timers. A program that steps the clock with `setTime` steps this one too. */
export class EspruinoTime implements Time {
  #latest = 0;

  now(): number {
    this.#latest = Math.max(this.#latest, getTime() * 1000);
    return this.#latest;
  }

  alarm(callback: () => void): Alarm {
    return new EspruinoAlarm(callback);
  }
}

class EspruinoAlarm implements Alarm {
  readonly #fire: () => void;
  #timeout: number | undefined = undefined;

  constructor(callback: () => void) {
    this.#fire = () => {
      this.#timeout = undefined;
      callback();
    };
  }

  arm(delay: number): void {
    this.disarm();
    this.#timeout = setTimeout(this.#fire, delay);
  }

  /** `clearTimeout(undefined)` throws on Espruino. */
  disarm(): void {
    if (this.#timeout !== undefined) clearTimeout(this.#timeout);
    this.#timeout = undefined;
  }
}
