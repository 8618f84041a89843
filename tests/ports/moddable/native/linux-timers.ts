import type { Alarm, Time } from '../../../../modules/ports/time.js';
import type { NativeTimer, TimerHost } from './timer-module.js';

/** Virtual time would not pass for a source without a delay that comes again and again. */
const SHORTEST = 0.01;

interface Record {
  readonly callback: (id: object) => void;
  source: Alarm | undefined;
  first: number;
  interval: number;
  isRemoved: boolean;
}

/**
 * Timers as the SDK has them for Linux, on the sources of GLib's loop: a source comes again at its own delay for as long as
 * its callback wants it to. After a callback a timer whose repeat interval differs from its delay gets a source for the
 * former, and whichever it had by then is out of reach.
 */
export class LinuxTimers implements TimerHost {
  readonly #time: Time;
  readonly #records = new Set<Record>();
  /** Sources that are in the loop. */
  readonly #sources = new Set<Alarm>();

  constructor(time: Time) {
    this.#time = time;
  }

  get count(): number {
    return Math.max(this.#records.size, this.#sources.size);
  }

  readonly Timer: NativeTimer = {
    set: (callback, delay = 0, repeat = 0) => {
      const record: Record = { callback, source: undefined, first: delay, interval: repeat, isRemoved: false };
      this.#records.add(record);
      record.source = this.#addSource(record, delay);
      return record;
    },
    schedule: (id, delay, repeat = 0) => {
      const record = this.#valid(id);
      this.#removeSource(record.source);
      record.source = undefined;
      if (delay === undefined) return;
      record.first = delay;
      record.interval = repeat;
      record.source = this.#addSource(record, delay);
    },
    clear: (id) => this.#remove(id as Record),
  };

  #addSource(record: Record, delay: number): Alarm {
    const source = this.#time.alarm(() => {
      if (this.#execute(record) && this.#sources.has(source)) source.arm(Math.max(delay, SHORTEST));
      else this.#removeSource(source);
    });
    this.#sources.add(source);
    source.arm(delay);
    return source;
  }

  /** Whether the source that has come shall come again. */
  #execute(record: Record): boolean {
    record.callback(record);
    if (record.isRemoved) return false;
    if (record.interval === 0) {
      this.#remove(record);
      return false;
    }
    if (record.first === record.interval) return true;
    record.source = this.#addSource(record, record.interval);
    record.first = record.interval;
    return false;
  }

  #removeSource(source: Alarm | undefined): void {
    if (source === undefined) return;
    source.disarm();
    this.#sources.delete(source);
  }

  #valid(id: object): Record {
    const record = id as Record;
    if (record.isRemoved) throw new Error('invalid host object');
    return record;
  }

  #remove(record: Record): void {
    record.isRemoved = true;
    this.#removeSource(record.source);
    this.#records.delete(record);
  }
}
