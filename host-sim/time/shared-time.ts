import type { Alarm, Time } from '../../modules/ports/time.js';
import { AlarmHeap, type HeapEntry } from './alarm-heap.js';
import { validDelay } from './delay.js';
import { RealTime } from './real-time.js';

/** Milliseconds by which alarms may come late, and catch up: timers and garbage collections cost that much anywhere. */
const SLACK = 100;
/**
 * Milliseconds that the thread sleeps at least where nothing is overdue. Each alarm still has its own time; to wake for each
 * costs more than they do: at 1,000 nodes, a core was seen to carry 1.4 to 1.7 times as many with 5 ms.
 */
const GRAIN = 5;
/** Milliseconds for which alarms ring in one go, before input and output have their turn. */
const TURN = 10;

/**
 * One clock for many simulated devices in one thread. It follows the time beneath it for as long as the thread keeps up.
 *
 * Alarms ring in the order in which they are due, each at its own time, however late the thread is: an answer that was due before
 * its deadline comes before it. By the host's timers both are overdue at once, and devices give up whose modules were never late.
 * What the thread is late by beyond a slack is not made up for: the clock stands still meanwhile, and {@link held} tells for how
 * long. So nobody outside, such as a broker, seems slow to devices in a hurry.
 */
export class SharedTime implements Time {
  readonly #base: Time;
  readonly #heap = new AlarmHeap<SharedAlarm>();
  readonly #wake: Alarm;
  /** The same for all alarms: there are dozens for each device. */
  readonly #keeper: Keeper = {
    arm: (alarm, delay) => this.#arm(alarm, delay),
    disarm: (alarm) => this.#disarm(alarm),
  };
  #wakesAt = Infinity;
  #held = 0;
  #latest = -Infinity;
  #isRinging = false;

  constructor(base: Time = new RealTime()) {
    this.#base = base;
    this.#wake = base.alarm(() => this.#ring());
  }

  /** Milliseconds for which the clock has stood still because the thread had more to do than it could. */
  get held(): number {
    return this.#held;
  }

  /** While an alarm rings, the time at which it was due; otherwise never beyond what is due next. */
  now(): number {
    if (!this.#isRinging) {
      const due = this.#heap.first?.at ?? Infinity;
      this.#latest = Math.max(this.#latest, Math.min(this.#base.now() - this.#held, due));
    }
    return this.#latest;
  }

  alarm(callback: () => void): Alarm {
    return new SharedAlarm(this.#keeper, callback);
  }

  #arm(alarm: SharedAlarm, delay: number): void {
    this.#heap.insert(alarm, this.now() + validDelay(delay));
    if (!this.#isRinging && alarm.at < this.#wakesAt) this.#expect();
  }

  #disarm(alarm: SharedAlarm): void {
    this.#heap.remove(alarm);
    // To wake up for nothing now and then does no harm, but it would keep the process alive.
    if (!this.#isRinging && this.#heap.size === 0) this.#expect();
  }

  #ring(): void {
    const start = this.#base.now();
    const due = this.#heap.first?.at ?? Infinity;
    this.#held = Math.max(this.#held, start - due - SLACK);
    this.#isRinging = true;
    try {
      for (let now = start; now - start < TURN; now = this.#base.now()) {
        const alarm = this.#heap.first;
        if (alarm === undefined || alarm.at > now - this.#held) break;
        this.#heap.remove(alarm);
        this.#latest = alarm.at;
        alarm.callback();
      }
    } finally {
      this.#isRinging = false;
      this.#expect();
    }
  }

  #expect(): void {
    const { first } = this.#heap;
    this.#wakesAt = first?.at ?? Infinity;
    if (first === undefined) return this.#wake.disarm();
    const delay = first.at - (this.#base.now() - this.#held);
    this.#wake.arm(delay > 0 ? Math.max(delay, GRAIN) : 0);
  }
}

interface Keeper {
  arm(alarm: SharedAlarm, delay: number): void;
  disarm(alarm: SharedAlarm): void;
}

class SharedAlarm implements Alarm, HeapEntry {
  at = 0;
  order = 0;
  index = -1;
  readonly callback: () => void;
  readonly #keeper: Keeper;

  constructor(keeper: Keeper, callback: () => void) {
    this.#keeper = keeper;
    this.callback = callback;
  }

  arm(delay: number): void {
    this.#keeper.arm(this, delay);
  }

  disarm(): void {
    this.#keeper.disarm(this);
  }
}
