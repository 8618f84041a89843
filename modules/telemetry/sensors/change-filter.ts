import { checkDepth } from '../../encodings/values.js';

type Thresholds = number | Readonly<Record<string, number>>;

/** Tells whether a sample differs enough from the one that was sent last to be sent. */
export class ChangeFilter {
  readonly #thresholds: Thresholds;
  /** What was sent last and what is looked at now, in the order in which it lies in the sample: names, and a value for each. */
  #sentNames: string[] = [];
  #sentValues: unknown[] = [];
  #names: string[] = [];
  #values: unknown[] = [];
  #count = 0;
  /** Of what was sent; -1 before. */
  #sentCount = -1;

  constructor(thresholds: Thresholds) {
    this.#thresholds = thresholds;
  }

  /** Compares a sample with what was sent; tells whether they differ. */
  compare(sample: unknown): boolean {
    this.#count = 0;
    this.#collect('', sample, 1);
    if (this.#count !== this.#sentCount) return true;
    for (let index = 0; index < this.#count; index += 1) {
      if (this.#names[index] !== this.#sentNames[index]) return true;
      if (isFar(this.#values[index], this.#sentValues[index], this.#thresholdOf(this.#names[index]))) return true;
    }
    return false;
  }

  /** What {@link compare} was given last is sent. */
  keep(): void {
    const names = this.#sentNames;
    const values = this.#sentValues;
    this.#sentNames = this.#names;
    this.#sentValues = this.#values;
    this.#sentCount = this.#count;
    this.#names = names;
    this.#values = values;
  }

  #collect(name: string, value: unknown, depth: number): void {
    if (typeof value === 'object' && value !== null) {
      checkDepth(depth);
      const properties = value as Readonly<Record<string, unknown>>;
      const names = Object.keys(properties);
      for (let index = 0; index < names.length; index += 1) this.#collect(names[index], properties[names[index]], depth + 1);
    } else if (typeof this.#thresholds === 'number' || this.#thresholds[name] !== undefined) {
      this.#names[this.#count] = name;
      this.#values[this.#count] = value;
      this.#count += 1;
    }
  }

  #thresholdOf(name: string): number {
    return typeof this.#thresholds === 'number' ? this.#thresholds : this.#thresholds[name];
  }
}

function isFar(value: unknown, sent: unknown, threshold: number): boolean {
  if (typeof value === 'number' && typeof sent === 'number') return Math.abs(value - sent) > threshold;
  return value !== sent;
}
