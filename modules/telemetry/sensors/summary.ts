import { checkDepth, checkFinite } from '../../encodings/values.js';
import { SUMMARY_VALUES, type SummaryOptions } from './sensor-options.js';

type Properties = Readonly<Record<string, unknown>>;

/**
 * What the samples of one interval have in common: each number as its mean, minimum and maximum. Of what is no number the last one
 * stands. A number that not every sample has is summed up over those which have it.
 */
export class Summary {
  readonly #values: readonly string[];
  #root: Branch | Leaf | undefined = undefined;

  constructor({ values = SUMMARY_VALUES }: SummaryOptions) {
    this.#values = values;
  }

  add(sample: unknown): void {
    this.#root = added(this.#root, sample, 1);
  }

  /** The summary of what was added since the last one; `undefined` where nothing was. */
  take(): unknown {
    const root = this.#root;
    this.#root = undefined;
    return root?.summary(this.#values);
  }
}

function added(node: Branch | Leaf | undefined, value: unknown, depth: number): Branch | Leaf {
  const isBranch = typeof value === 'object' && value !== null;
  const same = node instanceof Branch === isBranch ? node : undefined;
  const target = same ?? (isBranch ? new Branch(Array.isArray(value)) : new Leaf());
  if (target instanceof Branch) target.add(value as Properties, depth);
  else target.add(value);
  return target;
}

/** An object, or an array. */
class Branch {
  readonly #isArray: boolean;
  readonly #names: string[] = [];
  readonly #nodes: (Branch | Leaf)[] = [];

  constructor(isArray: boolean) {
    this.#isArray = isArray;
  }

  add(properties: Properties, depth: number): void {
    checkDepth(depth);
    const names = Object.keys(properties);
    for (let index = 0; index < names.length; index += 1) {
      const place = this.#names.indexOf(names[index]);
      const node = added(place < 0 ? undefined : this.#nodes[place], properties[names[index]], depth + 1);
      if (place < 0) {
        this.#names.push(names[index]);
        this.#nodes.push(node);
      } else this.#nodes[place] = node;
    }
  }

  summary(values: readonly string[]): unknown {
    const nodes = this.#nodes;
    if (this.#isArray) return nodes.map((node) => node.summary(values));
    const summary: Record<string, unknown> = {};
    for (let index = 0; index < nodes.length; index += 1) summary[this.#names[index]] = nodes[index].summary(values);
    return summary;
  }
}

class Leaf {
  #count = 0;
  #sum = 0;
  #minimum = Infinity;
  #maximum = -Infinity;
  #last: unknown = undefined;

  add(value: unknown): void {
    this.#last = value;
    if (typeof value !== 'number') return;
    checkFinite(value);
    this.#count += 1;
    this.#sum += value;
    this.#minimum = Math.min(this.#minimum, value);
    this.#maximum = Math.max(this.#maximum, value);
  }

  summary(values: readonly string[]): unknown {
    if (this.#count === 0) return this.#last;
    const summary: Record<string, number> = {};
    if (values.indexOf('mean') >= 0) summary.mean = this.#sum / this.#count;
    if (values.indexOf('minimum') >= 0) summary.minimum = this.#minimum;
    if (values.indexOf('maximum') >= 0) summary.maximum = this.#maximum;
    return summary;
  }
}
