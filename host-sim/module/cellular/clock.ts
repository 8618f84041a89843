import type { Runtime } from '../runtime.js';

const QUARTER_HOUR = 15 * 60 * 1000;

/** The module's clock: implausible at boot, right once it was synchronised, forgotten with the power. */
export class Clock {
  readonly #runtime: Runtime;
  #quarterHours = 0;
  /** What is added to the running time in milliseconds to give UTC. */
  #offset: number;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    this.#offset = runtime.profile.clockAtBoot - runtime.schedule.now();
  }

  /** Milliseconds since 1970, right or wrong. */
  get utc(): number {
    return this.#offset + this.#runtime.schedule.now();
  }

  synchronise(utc: number): void {
    this.#offset = utc - this.#runtime.schedule.now();
    this.#quarterHours = this.#runtime.profile.quarterHours;
  }

  /** `yy/MM/dd,hh:mm:ss±zz` in local time, zz in quarter hours. */
  get text(): string {
    const local = new Date(this.utc + this.#quarterHours * QUARTER_HOUR).toISOString();
    const sign = this.#quarterHours < 0 ? '-' : '+';
    const zone = String(Math.abs(this.#quarterHours)).padStart(2, '0');
    return `${local.slice(2, 10).replaceAll('-', '/')},${local.slice(11, 19)}${sign}${zone}`;
  }
}
