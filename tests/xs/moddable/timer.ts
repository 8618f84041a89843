import { clock } from './clock.js';

type Callback = (timer: Timer) => void;

const HOUR = 3_600_000;

/** In the order in which they were made, as in Moddable's linked list. */
const timers: Timer[] = [];

/**
 * `timer` as Moddable has it on its microcontrollers (modules/base/timer: modTimer.c, mc/timer.c), with what is odd about it:
 * who is due is noted before the first callback of a pass, and a timer that another's callback then schedules for later still
 * rings in this pass; only unscheduling takes the note back.
 *
 * Allocates nothing but the timer itself.
 */
export default class Timer {
  readonly #callback: Callback;
  #trigger = 0;
  #repeat = 0;
  #isDue = false;
  #isScheduled = true;
  #isAlive = true;

  private constructor(callback: Callback) {
    this.#callback = callback;
  }

  static set(callback: Callback, interval = 0, repeat = 0): Timer {
    const timer = new Timer(callback);
    timers.push(timer);
    Timer.schedule(timer, interval, repeat);
    return timer;
  }

  static repeat(callback: Callback, interval: number): Timer {
    return Timer.set(callback, interval, interval);
  }

  /** Without an interval it is unscheduled. */
  static schedule(timer: Timer, interval?: number, repeat = 0): void {
    if (!timer.#isAlive) throw new Error('invalid');
    if (interval === undefined) {
      timer.#isScheduled = false;
      timer.#isDue = false;
      timer.#repeat = -1;
    } else {
      timer.#trigger = (clock.ticks + Math.trunc(interval)) >>> 0;
      timer.#repeat = Math.trunc(repeat);
      timer.#isScheduled = true;
    }
  }

  static clear(timer?: Timer): void {
    if (timer === undefined || !timer.#isAlive) return;
    timer.#isAlive = false;
    timer.#isScheduled = false;
    timer.#isDue = false;
  }

  /** What the host does in each turn (modTimersExecute): one pass. */
  static execute(): void {
    for (let index = 0; index < timers.length; index += 1) timers[index].#note();
    for (let index = 0; index < timers.length; index += 1) timers[index].#ring();
    for (let index = timers.length - 1; index >= 0; index -= 1) {
      if (!timers[index].#isAlive) timers.splice(index, 1);
    }
  }

  /** Milliseconds until one is due (modTimersNext): from 0 to an hour, even when none is. */
  static next(): number {
    let next = HOUR;
    for (let index = 0; index < timers.length; index += 1) next = Math.min(next, timers[index].#remaining);
    return Math.max(next, 0);
  }

  get #remaining(): number {
    return this.#isScheduled ? (this.#trigger - clock.ticks) | 0 : HOUR;
  }

  #note(): void {
    if (this.#remaining <= 0) this.#isDue = true;
  }

  /** A timer without a repeat interval is gone after its first callback. */
  #ring(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#trigger = (this.#trigger + this.#repeat) >>> 0;
    this.#callback(this);
    if (this.#repeat === 0) Timer.clear(this);
  }
}
