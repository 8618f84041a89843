import { canonicalText } from './message-content.js';
import type { SensorWatch } from './sensor-watch.js';
import type { OnViolation } from './violation.js';

/** A host counts whole milliseconds. */
const TOLERANCE = 2;

export interface SamplingWatchOptions {
  readonly name: string;
  /** Milliseconds, as the configuration has it. */
  readonly interval: number;
  /** Whether a sample that says the same as the last one that was recorded is left out. */
  readonly isByChange?: boolean;
  readonly now: () => number;
  readonly onViolation: OnViolation;
}

/** Whether each sample is taken at its time, and each one that was taken goes into an outbox, or is told as dropped. */
export class SamplingWatch implements SensorWatch {
  readonly #options: SamplingWatchOptions;
  #interval = 0;
  /** When the next sample is due. */
  #due = Infinity;
  #last: object | undefined;
  /** What was taken, and has gone nowhere. */
  #pending: object | undefined;
  /** What changes are counted from. */
  #recorded = '';

  constructor(options: SamplingWatchOptions) {
    this.#options = options;
  }

  get interval(): number {
    return this.#interval;
  }

  begin(): void {
    const { interval, now } = this.#options;
    this.#interval = interval;
    this.#due = now();
    this.#pending = undefined;
    this.#recorded = '';
  }

  end(): void {
    this.#pending = undefined;
    this.check();
    this.#due = Infinity;
  }

  taken(sample: object): void {
    this.check();
    const early = this.#due - this.#options.now();
    if (early > TOLERANCE) this.#fail(`a sample was taken ${early} ms before its time`);
    this.#due += this.#interval;
    this.#last = sample;
    if (this.#options.isByChange !== true || canonicalText(sample) !== this.#recorded) this.#pending = sample;
  }

  recorded(): unknown {
    if (this.#pending === undefined) this.#fail(`${canonicalText(this.#last)} was recorded, and nothing had changed`);
    this.#pending = undefined;
    this.#recorded = canonicalText(this.#last);
    return this.#last;
  }

  changed(interval: number): void {
    this.#due = Math.max(this.#options.now(), this.#due - this.#interval + interval);
    this.#interval = interval;
  }

  check(): void {
    const late = this.#options.now() - this.#due;
    if (late > TOLERANCE) this.#fail(`a sample was not taken, and is ${late} ms late`);
    if (this.#pending !== undefined) this.#fail(`the sample ${canonicalText(this.#pending)} was taken, and is in no outbox`);
    this.#pending = undefined;
  }

  #fail(detail: string): void {
    this.#options.onViolation('every-sample', `${this.#options.name}: ${detail}`);
  }
}
