import type { Alarm, Time } from '../time.js';

/** Milliseconds that cannot have passed between two looks at the clock: the driver waits a day at most. */
const IMPLAUSIBLE = 172_800_000;

/**
 * {@link Time} on Espruino's timers, and on the only clock that it has. A program that sets this clock to the network's time
 * moves it by years: such a step, like any backwards, counts as no time at all. Timers are not moved with it.
 */
export class EspruinoTime implements Time {
  #now = 0;
  #clock = getTime();

  now(): number {
    const clock = getTime();
    const passed = (clock - this.#clock) * 1000;
    this.#clock = clock;
    if (passed > 0 && passed < IMPLAUSIBLE) this.#now += passed;
    return this.#now;
  }

  alarm(callback: () => void): Alarm {
    return new EspruinoAlarm(callback);
  }
}

class EspruinoAlarm implements Alarm {
  readonly #callback: () => void;
  #timeout: number | undefined = undefined;

  constructor(callback: () => void) {
    this.#callback = callback;
  }

  arm(delay: number): void {
    this.disarm();
    // A function for each alarm would take another 80 bytes of it.
    this.#timeout = setTimeout(ring, delay, this);
  }

  /** `clearTimeout(undefined)` throws on Espruino. */
  disarm(): void {
    if (this.#timeout !== undefined) clearTimeout(this.#timeout);
    this.#timeout = undefined;
  }

  ring(): void {
    this.#timeout = undefined;
    this.#callback();
  }
}

function ring(alarm: EspruinoAlarm): void {
  alarm.ring();
}
