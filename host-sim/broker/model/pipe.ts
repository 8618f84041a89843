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
    const parcels = this.#parcels;
    const later = parcels.findIndex((parcel) => parcel.due > now);
    const due = later < 0 ? parcels : parcels.slice(0, later);
    this.#parcels = later < 0 ? [] : parcels.slice(later);
    if (later >= 0) this.#alarm.arm(parcels[later].due - now);
    for (const parcel of due) parcel.action();
  }
}
