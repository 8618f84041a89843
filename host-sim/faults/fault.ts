import type { FaultSite } from './fault-site.js';
import type { FaultValues, OptionSpecification } from './fault-options.js';

/** Where something goes wrong. */
export type FaultLayer = 'line' | 'module' | 'network' | 'broker' | 'clock';

/**
 * `instant`: over as soon as it has happened. `lasting`: until it is lifted. `once`: waits for its occasion, such as the next
 * prompt, and is over with it.
 */
export type FaultSpan = 'instant' | 'lasting' | 'once';

/** One thing that can go wrong. */
export interface Fault {
  /** In kebab case, unique. */
  readonly name: string;
  /** What goes wrong, in a sentence. */
  readonly title: string;
  /** The rows of docs/faults.md that it makes happen, as `F1`. */
  readonly rows: readonly string[];
  /** Where it goes wrong. */
  readonly layer: FaultLayer;
  /** How long it stays. */
  readonly span: FaultSpan;
  /** What can be chosen about it; empty where there is nothing. */
  readonly options: readonly OptionSpecification[];
  /**
   * Makes it happen. Returns the function that makes it good again, for those that last; `end` tells that it is over by
   * itself. What is returned is called once at most.
   */
  readonly begin: (site: FaultSite, values: FaultValues, end: () => void) => (() => void) | undefined;
}

/** Faults of one layer, as they stand in its file: without the layer, and without options where there are none. */
export type FaultRow = Omit<Fault, 'layer' | 'options'> & { readonly options?: readonly OptionSpecification[] };

export function faultsOf(layer: FaultLayer, rows: readonly FaultRow[]): readonly Fault[] {
  return rows.map((row) => ({ ...row, layer, options: row.options ?? [] }));
}
