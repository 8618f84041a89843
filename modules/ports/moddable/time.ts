import Ticks from 'time';
import Timer from 'timer';
import { AlarmQueue } from '../alarm-queue.js';
import type { Alarm, Time } from '../time.js';

/** Longer than any alarm. */
const NEVER = 0x7fffffff;

/**
 * {@link Time} on Moddable's `timer` and `time`. All alarms share one timer: a timer of Moddable is kept alive, with all that
 * its callback refers to, until it is cleared, and a client's alarms would outlive the client. One is made in a program.
 */
export class ModdableTime implements Time {
  readonly #queue: AlarmQueue;
  #ticks = Ticks.ticks;
  #elapsed = 0;

  constructor() {
    const timer = Timer.set(() => this.#ring(timer), NEVER, NEVER);
    Timer.schedule(timer);
    // The repeat interval is never waited for. But without one the timer would be gone after its callback, and on Linux one
    // that differs from the delay leaves a second timer behind, which nothing can stop.
    this.#queue = new AlarmQueue(() => this.now(), (delay) => Timer.schedule(timer, delay, delay));
  }

  /** Ticks wrap after 25 days on a 32-bit host; the sum of their differences does not. */
  now(): number {
    const ticks = Ticks.ticks;
    this.#elapsed += Ticks.delta(this.#ticks, ticks);
    this.#ticks = ticks;
    return this.#elapsed;
  }

  alarm(callback: () => void): Alarm {
    return this.#queue.alarm(callback);
  }

  /** Unscheduled first: the timer would repeat. */
  #ring(timer: Timer): void {
    Timer.schedule(timer);
    this.#queue.ring();
  }
}
