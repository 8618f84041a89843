import type { Alarm, Time } from '../../../../modules/ports/time.js';
import type { NativeTimer, TimerHost } from './timer-module.js';

/** The longest time for which the host sleeps. */
const LONGEST_SLEEP = 3_600_000;
/** A microsecond: virtual time, which has fractions, stands still when less than one of its last digits is added. */
const SHORTEST_SLEEP = 0.001;

interface Record {
  readonly callback: (id: object) => void;
  triggerTime: number;
  repeat: number;
  isUnscheduled: boolean;
  isFiring: boolean;
  isRemoved: boolean;
}

/**
 * Timers as the SDK has them for microcontrollers: which timers fire is settled before the first callback, so one that a
 * callback schedules anew fires all the same; one whose repeat interval is 0 after its callback is gone.
 */
export class MicrocontrollerTimers implements TimerHost {
  readonly #time: Time;
  readonly #records: Record[] = [];
  readonly #wake: Alarm;
  #isExecuting = false;

  constructor(time: Time) {
    this.#time = time;
    this.#wake = time.alarm(() => this.#execute());
  }

  get count(): number {
    return this.#records.length;
  }

  readonly Timer: NativeTimer = {
    set: (callback, delay = 0, repeat = 0) => {
      const triggerTime = this.#now() + delay;
      const record: Record = { callback, triggerTime, repeat, isUnscheduled: false, isFiring: false, isRemoved: false };
      this.#records.push(record);
      this.#sleep();
      return record;
    },
    schedule: (id, delay, repeat = 0) => {
      const record = this.#valid(id);
      record.isUnscheduled = delay === undefined;
      if (delay === undefined) {
        record.isFiring = false;
        record.repeat = -1;
      } else {
        record.triggerTime = this.#now() + delay;
        record.repeat = repeat;
      }
      this.#sleep();
    },
    clear: (id) => this.#remove(id as Record),
  };

  #execute(): void {
    const now = this.#now();
    this.#isExecuting = true;
    for (const record of this.#records) if (!record.isUnscheduled && record.triggerTime <= now) record.isFiring = true;
    try {
      for (let record = this.#firing(); record !== undefined; record = this.#firing()) {
        record.isFiring = false;
        record.triggerTime += record.repeat;
        record.callback(record);
        if (record.repeat === 0) this.#remove(record);
      }
    } finally {
      this.#isExecuting = false;
      this.#sleep();
    }
  }

  #firing(): Record | undefined {
    return this.#records.find(({ isFiring }) => isFiring);
  }

  #sleep(): void {
    if (this.#isExecuting) return;
    const times = this.#records.filter(({ isUnscheduled }) => !isUnscheduled).map(({ triggerTime }) => triggerTime);
    const next = Math.min(...times, this.#now() + LONGEST_SLEEP);
    if (times.length === 0) this.#wake.disarm();
    else this.#wake.arm(Math.max(next - this.#time.now(), SHORTEST_SLEEP));
  }

  #now(): number {
    return Math.floor(this.#time.now());
  }

  #valid(id: object): Record {
    const record = id as Record;
    if (record.isRemoved) throw new Error('invalid host object');
    return record;
  }

  #remove(record: Record): void {
    record.isRemoved = true;
    record.isFiring = false;
    const index = this.#records.indexOf(record);
    if (index >= 0) this.#records.splice(index, 1);
  }
}
