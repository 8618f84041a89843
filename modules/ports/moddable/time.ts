import Ticks from 'time';
import Timer from 'timer';
import { AlarmQueue, type HostTimer } from '../alarm-queue.js';
import type { Alarm, Time } from '../time.js';

/** Longer than any alarm. */
const NEVER = 0x7fffffff;

/**
 * {@link Time} on Moddable's `timer` and `time`. All alarms share one timer: a timer of Moddable is kept alive, with all that
 * its callback refers to, until it is cleared, and a client's alarms would outlive the client. One is made in a program.
 */
export class ModdableTime implements Time, HostTimer {
  readonly #queue = new AlarmQueue(this);
  readonly #timer = Timer.set(() => this.#ring(), NEVER, NEVER);
  #isScheduled = false;
  #ticks = Ticks.ticks;
  #elapsed = 0;

  constructor() {
    Timer.schedule(this.#timer);
  }

  /** Ticks wrap after 25 days on a 32-bit host; the sum of their differences does not. */
  now(): number {
    const ticks = Ticks.ticks;
    const elapsed = this.#elapsed + Ticks.delta(this.#ticks, ticks);
    this.#elapsed = elapsed;
    this.#ticks = ticks;
    return elapsed;
  }

  alarm(callback: () => void): Alarm {
    return this.#queue.alarm(callback);
  }

  /**
   * For the queue of alarms alone. The repeat interval is never waited for. But without one the timer would be gone after its
   * callback, and on Linux one that differs from the delay leaves a second timer behind, which nothing can stop.
   */
  schedule(delay: number): void {
    this.#isScheduled = true;
    Timer.schedule(this.#timer, delay, delay);
  }

  /** A timer that was not set anew would repeat. */
  #ring(): void {
    this.#isScheduled = false;
    this.#queue.ring();
    if (!this.#isScheduled) Timer.schedule(this.#timer);
  }
}
