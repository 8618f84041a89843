import type { Alarm, Time } from '../../modules/ports/time.js';

/**
 * An interrupt of the host's UART and the callback that it leads to. Between the two lies the host's latency, and once it is
 * raised it is under way: what happens on the line then no longer moves it.
 */
export class Interrupt {
  readonly #time: Time;
  readonly #latency: () => number;
  readonly #alarm: Alarm;
  #raisedAt = Infinity;

  constructor(time: Time, latency: () => number, callback: () => void) {
    this.#time = time;
    this.#latency = latency;
    this.#alarm = time.alarm(() => {
      this.#raisedAt = Infinity;
      callback();
    });
  }

  /** It will be raised in `delay` milliseconds, as matters stand. */
  expect(delay: number): void {
    const now = this.#time.now();
    if (this.#raisedAt <= now) return;
    this.#raisedAt = now + delay;
    this.#alarm.arm(delay + this.#latency());
  }

  /** Nothing will raise it, as matters stand. */
  withdraw(): void {
    if (this.#raisedAt > this.#time.now()) this.cancel();
  }

  /** Takes it back even when it is under way. */
  cancel(): void {
    this.#raisedAt = Infinity;
    this.#alarm.disarm();
  }
}
