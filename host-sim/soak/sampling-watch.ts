import type { OnViolation } from './violation.js';

/** Milliseconds: the first sample is taken in the turn that follows the start. */
const FIRST_LIMIT = 1000;
/** A host counts whole milliseconds. */
const TOLERANCE = 2;

/** Whether each sample is taken at its time, and each one that was taken goes into an outbox, or is told as dropped. */
export class SamplingWatch {
  readonly #now: () => number;
  readonly #onViolation: OnViolation;
  #interval = 0;
  /** When the next sample is due; the first one of a start by then. */
  #due = Infinity;
  #isFirst = true;
  /** What was taken, and has gone nowhere. */
  #pending: string | undefined;
  #last = '';

  constructor(now: () => number, onViolation: OnViolation) {
    this.#now = now;
    this.#onViolation = onViolation;
  }

  /** The sample that was taken last, as JSON. */
  get last(): string {
    return this.#last;
  }

  /** Milliseconds, as the program has it now. */
  get interval(): number {
    return this.#interval;
  }

  /** The program starts, with what its configuration says. */
  begin(interval: number): void {
    this.#interval = interval;
    this.#due = this.#now() + FIRST_LIMIT;
    this.#isFirst = true;
    this.#pending = undefined;
  }

  /** There is no program any more. Power may have failed between a sample and its record. */
  end(): void {
    this.#pending = undefined;
    this.check();
    this.#due = Infinity;
  }

  taken(sample: object): void {
    this.check();
    const now = this.#now();
    const isEarly = !this.#isFirst && now < this.#due - TOLERANCE;
    if (isEarly) this.#fail(`a sample was taken ${this.#due - now} ms before its time`);
    this.#due = (this.#isFirst ? now : this.#due) + this.#interval;
    this.#isFirst = false;
    this.#last = JSON.stringify(sample);
    this.#pending = this.#last;
  }

  /** The sample has gone into an outbox, or that has told that it has no room. */
  recorded(): void {
    this.#pending = undefined;
  }

  /** The interval has changed: the next sample comes one after the last, or at once where that has passed. */
  changed(interval: number): void {
    if (!this.#isFirst) this.#due = Math.max(this.#now(), this.#due - this.#interval + interval);
    this.#interval = interval;
  }

  check(): void {
    const late = this.#now() - this.#due;
    if (late > TOLERANCE) this.#fail(`a sample was not taken, and is ${late} ms late`);
    if (this.#pending !== undefined) this.#fail(`the sample ${this.#pending} was taken, and is in no outbox`);
    this.#pending = undefined;
  }

  #fail(detail: string): void {
    this.#onViolation('every-sample', detail);
  }
}
