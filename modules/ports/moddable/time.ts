import Ticks from 'time';
import Timer from 'timer';
import type { Alarm, Time } from '../time.js';

/** A repeat interval that is never waited for: a timer without one is discarded when its callback returns. */
const NEVER = 0x7fffffff;

/** {@link Time} on Moddable's `timer` and `time`. */
export class ModdableTime implements Time {
  #ticks = Ticks.ticks;
  #elapsed = 0;

  /** Ticks wrap after 25 days on a 32-bit host; the sum of their differences does not. */
  now(): number {
    const ticks = Ticks.ticks;
    this.#elapsed += Ticks.delta(this.#ticks, ticks);
    this.#ticks = ticks;
    return this.#elapsed;
  }

  alarm(callback: () => void): Alarm {
    return new ModdableAlarm(callback);
  }
}

/** One timer object for the alarm's whole life, scheduled again and again: arming allocates nothing. */
class ModdableAlarm implements Alarm {
  readonly #timer: Timer;

  constructor(callback: () => void) {
    this.#timer = Timer.set(
      (timer) => {
        Timer.schedule(timer);
        callback();
      },
      NEVER,
      NEVER,
    );
    Timer.schedule(this.#timer);
  }

  arm(delay: number): void {
    Timer.schedule(this.#timer, delay, NEVER);
  }

  disarm(): void {
    Timer.schedule(this.#timer);
  }
}
