import type { Alarm, Time } from '../../modules/ports/time.js';

/** Everything that one run of the module still means to do; a power cut forgets all of it at once. */
export class Schedule {
  readonly #time: Time;
  readonly #pending = new Set<Alarm>();
  #isStopped = false;

  constructor(time: Time) {
    this.#time = time;
  }

  /** Milliseconds, as {@link Time.now}. */
  now(): number {
    return this.#time.now();
  }

  /** Calls back once after `delay` milliseconds, unless the function that it returns is called before. */
  after(delay: number, callback: () => void): () => void {
    const alarm = this.#time.alarm(() => {
      this.#pending.delete(alarm);
      callback();
    });
    if (!this.#isStopped) {
      this.#pending.add(alarm);
      alarm.arm(delay);
    }
    return () => {
      this.#pending.delete(alarm);
      alarm.disarm();
    };
  }

  /** Forgets all that is pending, and whatever is still asked for. */
  stop(): void {
    this.#isStopped = true;
    for (const alarm of this.#pending) alarm.disarm();
    this.#pending.clear();
  }
}
