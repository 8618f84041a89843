import type { Alarm, Time } from '../../modules/ports/time.js';
import { AlarmHeap, type HeapEntry } from './alarm-heap.js';
import { validDelay } from './delay.js';

/**
 * Time that passes only while it is run, from one alarm straight to the next. Alarms that are due at the same time ring in
 * the order in which they were armed, so that a run is the same each time.
 *
 * An exception from a callback comes out of the run that rang it; the time then stands at that alarm, and can be run on.
 */
export class VirtualTime implements Time {
  readonly #heap = new AlarmHeap<VirtualAlarm>();
  #now = 0;
  #isRunning = false;

  /** Milliseconds since the time was made. */
  now(): number {
    return this.#now;
  }

  alarm(callback: () => void): Alarm {
    return new VirtualAlarm(this.#heap, this, callback);
  }

  /** How many alarms are armed. */
  get armed(): number {
    return this.#heap.size;
  }

  /** Rings all that is due by `until`, a time like those of {@link now}, and makes it that time. */
  run(until: number): void {
    this.#ring(until, never);
    this.#reach(until);
  }

  /** Runs for so many milliseconds. */
  advance(milliseconds: number): void {
    this.run(this.#now + milliseconds);
  }

  /**
   * Runs alarm by alarm until `condition` holds, `limit` milliseconds at most, and tells whether it does. Where it holds
   * from the start, nothing rings.
   */
  runUntil(condition: () => boolean, limit: number): boolean {
    const until = this.#now + limit;
    if (this.#ring(until, condition)) return true;
    this.#reach(until);
    return false;
  }

  /**
   * Runs until no alarm is armed, `limit` milliseconds at most, and tells whether that came about. The time then stands at
   * the last alarm.
   */
  runUntilIdle(limit: number): boolean {
    return this.runUntil(() => this.#heap.size === 0, limit);
  }

  /** Rings what is due at `until` or before; true as soon as `condition` holds. */
  #ring(until: number, condition: () => boolean): boolean {
    if (this.#isRunning) throw new Error('virtual time is running: a callback cannot run it');
    this.#isRunning = true;
    try {
      for (;;) {
        if (condition()) return true;
        const alarm = this.#heap.first;
        if (alarm === undefined || !(alarm.at <= until)) return false;
        this.#heap.remove(alarm);
        this.#now = alarm.at;
        alarm.callback();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** Without a limit there is nothing to wait for after the last alarm: the time stays there. */
  #reach(until: number): void {
    if (until > this.#now && until !== Infinity) this.#now = until;
  }
}

class VirtualAlarm implements Alarm, HeapEntry {
  at = 0;
  order = 0;
  index = -1;
  readonly callback: () => void;
  readonly #heap: AlarmHeap<VirtualAlarm>;
  readonly #time: Time;

  constructor(heap: AlarmHeap<VirtualAlarm>, time: Time, callback: () => void) {
    this.#heap = heap;
    this.#time = time;
    this.callback = callback;
  }

  arm(delay: number): void {
    this.#heap.insert(this, this.#time.now() + validDelay(delay));
  }

  disarm(): void {
    this.#heap.remove(this);
  }
}

function never(): boolean {
  return false;
}
