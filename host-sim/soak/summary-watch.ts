import type { SensorWatch } from './sensor-watch.js';
import type { OnViolation } from './violation.js';

/** A host counts whole milliseconds. */
const TOLERANCE = 2;

/** What the sensor gives. */
export interface WindSample {
  readonly speed: number;
}

export interface SummaryWatchOptions {
  readonly name: string;
  /** Milliseconds between two readings, as the configuration has it, and between two samples. */
  readonly interval: number;
  readonly every: number;
  readonly now: () => number;
  readonly onViolation: OnViolation;
}

/** Whether each sample of a sensor with a summary is taken at its time, and each reading comes at its own and is made of all of them. */
export class SummaryWatch implements SensorWatch {
  readonly #options: SummaryWatchOptions;
  #interval = 0;
  #due = Infinity;
  #summaryDue = Infinity;
  #speeds: number[] = [];

  constructor(options: SummaryWatchOptions) {
    this.#options = options;
  }

  get interval(): number {
    return this.#interval;
  }

  begin(): void {
    const { interval, now } = this.#options;
    this.#interval = interval;
    this.#due = now();
    this.#summaryDue = now() + interval;
    this.#speeds = [];
  }

  end(): void {
    this.check();
    this.#due = Infinity;
    this.#summaryDue = Infinity;
  }

  taken(sample: object): void {
    this.check();
    const early = this.#due - this.#options.now();
    if (early > TOLERANCE) this.#fail(`a sample was taken ${early} ms before its time`);
    if (this.#summaryDue <= this.#due) this.#fail('a sample was taken, and the reading of those before was due');
    this.#due += this.#period;
    this.#speeds.push((sample as WindSample).speed);
  }

  recorded(): unknown {
    const speeds = this.#speeds;
    const early = Math.max(this.#summaryDue, this.#due) - this.#options.now();
    if (early > TOLERANCE) this.#fail(`a reading was made ${early} ms before its time`);
    this.#summaryDue += (Math.floor((this.#due - this.#summaryDue) / this.#interval) + 1) * this.#interval;
    this.#speeds = [];
    const sum = speeds.reduce((total, speed) => total + speed, 0);
    return { speed: { mean: sum / speeds.length, minimum: Math.min(...speeds), maximum: Math.max(...speeds) } };
  }

  changed(interval: number): void {
    const now = this.#options.now();
    const last = this.#due - this.#period;
    const lastSummary = this.#summaryDue - this.#interval;
    this.#interval = interval;
    this.#due = Math.max(last + this.#period, now);
    this.#summaryDue = Math.max(lastSummary + interval, now);
  }

  check(): void {
    const late = this.#options.now() - this.#due;
    if (late > TOLERANCE) this.#fail(`a sample, or a reading, was not taken, and is ${late} ms late`);
  }

  get #period(): number {
    return Math.min(this.#options.every, this.#interval);
  }

  #fail(detail: string): void {
    this.#options.onViolation('every-sample', `${this.#options.name}: ${detail}`);
  }
}
