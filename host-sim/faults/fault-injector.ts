import { faultNamed } from './fault-catalogue.js';
import { type FaultOptions, FaultValues } from './fault-options.js';
import type { FaultSite } from './fault-site.js';

/** A fault that has begun, has been lifted, or could not begin. */
export interface FaultNews {
  /** Whether it has begun or is over. */
  readonly type: 'injected' | 'lifted';
  /** The fault's, as in the catalogue. */
  readonly name: string;
}

/** Makes faults happen around one simulated module, and takes them back. */
export class FaultInjector {
  /** Told of each fault that begins or ends. */
  onNews: ((news: FaultNews) => void) | undefined;
  readonly #site: FaultSite;
  readonly #active = new Map<string, () => void>();
  readonly #counts = new Map<string, number>();

  constructor(site: FaultSite) {
    this.#site = site;
  }

  /** Names of those that last, or still wait for their occasion. */
  get active(): readonly string[] {
    return [...this.#active.keys()];
  }

  /** How often each was injected. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /**
   * Makes it happen; one that is active already begins anew, with these options.
   *
   * @throws FaultError for a name or an option that does not exist, naming those that do, and for a value out of bounds.
   */
  inject(name: string, options: FaultOptions = {}): void {
    const fault = faultNamed(name);
    const values = new FaultValues(name, fault.options, options);
    this.lift(name);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.onNews?.({ type: 'injected', name });
    let undo: (() => void) | undefined = undefined;
    let isOver = false;
    undo = fault.begin(this.#site, values, () => {
      isOver = true;
      if (undo !== undefined && this.#active.get(name) === undo) this.lift(name);
    });
    if (undo === undefined) return;
    if (isOver) undo();
    else this.#active.set(name, undo);
  }

  /**
   * Makes it good again; nothing where it is not active.
   *
   * @throws FaultError for a name that does not exist.
   */
  lift(name: string): void {
    faultNamed(name);
    const undo = this.#active.get(name);
    if (undo === undefined) return;
    this.#active.delete(name);
    undo();
    this.onNews?.({ type: 'lifted', name });
  }

  /** Lifts whatever lasts or waits at the moment. */
  liftAll(): void {
    for (const name of this.active) this.lift(name);
  }
}
