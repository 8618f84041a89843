import type { Alarm, Time } from '../../../modules/ports/time.js';

interface Parcel {
  readonly due: number;
  readonly action: () => void;
}

/** Carries actions to the other end of a connection: each takes the same time, and none overtakes another. */
export class Pipe {
  readonly #time: Time;
  readonly #delay: number;
  readonly #alarm: Alarm;
  #parcels: Parcel[] = [];

  /** `delay` in milliseconds. */
  constructor(time: Time, delay: number) {
    this.#time = time;
    this.#delay = delay;
    this.#alarm = time.alarm(() => this.#deliver());
  }

  send(action: () => void): void {
    this.#parcels.push({ due: this.#time.now() + this.#delay, action });
    if (this.#parcels.length === 1) this.#alarm.arm(this.#delay);
  }

  /** What is due together is delivered in one turn; what it sends in turn is not. */
  #deliver(): void {
    const now = this.#time.now();
    const isDue = (parcel: Parcel): boolean => parcel.due <= now;
    const later = this.#parcels.findIndex((parcel) => !isDue(parcel));
    const due = this.#parcels.splice(0, later < 0 ? this.#parcels.length : later);
    if (this.#parcels.length > 0) this.#alarm.arm(this.#parcels[0].due - now);
    for (const parcel of due) parcel.action();
  }
}
