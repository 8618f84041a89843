import type { OnViolation } from './violation.js';

/** The module's clock shows whole seconds, and what it says is some time on its way. */
const RESOLUTION = 2500;
/** Milliseconds that a message may be on its way. */
const LONGEST_WAY = 900_000;
/** A clock before this was never set, and no driver believes it. */
const EARLIEST = Date.UTC(2025, 0, 1);

/** What a reading says of its time, as the broker has it. */
export interface Dates {
  readonly time?: unknown;
  readonly uncertainty?: unknown;
  readonly age?: unknown;
  readonly after?: unknown;
}

/** When a reading was taken, and what its node knew of the time then. */
export interface TakenAt {
  /** Milliseconds since 1970. */
  readonly utc: number;
  readonly isClockKnown: boolean;
}

/**
 * Whether readings are dated as well as a node can know it. It has the time from the module, so a date may be wrong by what the module's
 * clock was wrong when it was read, and by that only.
 */
export class DateWatch {
  readonly #utcNow: () => number;
  readonly #onViolation: OnViolation;
  /** By how many milliseconds the clock of the module was ahead when it was read: each once. */
  readonly #errors: number[] = [0];

  constructor(utcNow: () => number, onViolation: OnViolation) {
    this.#utcNow = utcNow;
    this.#onViolation = onViolation;
  }

  /** The module is asked for the time. */
  read(clock: number): void {
    if (clock < EARLIEST) return;
    const error = clock - this.#utcNow();
    if (!this.#errors.some((known) => Math.abs(known - error) < 500)) this.#errors.push(error);
  }

  check(name: string, { time, uncertainty, age, after }: Dates, { utc, isClockKnown }: TakenAt): void {
    const fail = (detail: string): void => this.#onViolation('right-dates', `${name} of ${new Date(utc).toISOString()}: ${detail}`);
    if (isClockKnown && (typeof time !== 'number' || uncertainty !== undefined)) {
      fail(`time ${String(time)}, uncertainty ${String(uncertainty)}, and its node had known the time`);
    }
    if (typeof time === 'number') this.#checkTime(time - utc, typeof uncertainty === 'number' ? uncertainty : 0, fail);
    if (typeof after === 'number' && after - utc > RESOLUTION + Math.max(...this.#errors)) fail(`it was taken ${after - utc} ms before "after"`);
    const sinceThen = this.#utcNow() - utc;
    if (typeof age !== 'number' || (age <= sinceThen + RESOLUTION && age >= sinceThen - LONGEST_WAY)) return;
    fail(`its age is told as ${age} ms, and is ${sinceThen} ms`);
  }

  /** Where a date lies between two readings of the clock, it may be wrong by anything between their errors. */
  #checkTime(error: number, uncertainty: number, fail: (detail: string) => void): void {
    const bound = RESOLUTION + uncertainty;
    if (this.#errors.some((known) => Math.abs(error - known) <= bound)) return;
    const isEstimated = uncertainty > 0;
    if (isEstimated && error <= Math.max(...this.#errors) + bound && error >= Math.min(...this.#errors) - bound) return;
    fail(`dated ${error} ms wrong, with an uncertainty of ${uncertainty} ms; the module was ahead by ${this.#errors.join(', ')} ms`);
  }
}
