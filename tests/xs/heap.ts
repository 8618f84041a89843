import { host } from './host/globals.js';

/** What the host counts, in the order in which it writes it (COUNTER_COUNT in machine.h). */
export const COUNTERS = [
  'slots',
  'chunkBytes',
  'collections',
  'computrons',
  'peakSlots',
  'peakChunkBytes',
  'slotCapacity',
  'chunkCapacity',
  'peakStack',
  'stackCapacity',
  'slotSize',
  'aliases',
  'aliasesMade',
] as const;

/**
 * Slots and bytes that are taken, garbage included; what the engine has spent; and the room that there is. Aliases are what is
 * preloaded and not frozen, and of these what the program has changed, so that a copy of it is in RAM.
 */
export type Counters = Readonly<Record<(typeof COUNTERS)[number], number>>;

/** Names for what the host has written. */
export function named(counters: Float64Array): Counters {
  return Object.fromEntries(COUNTERS.map((name, index) => [name, counters[index]])) as Counters;
}

/**
 * Collects garbage until none is left. A closure that a preloaded function makes copies the mark of a shared one, by which the
 * collection after that takes it for alive.
 */
export function collectAll(): void {
  host.gc();
  host.gc();
}

/**
 * What a stretch of the program takes, measured on XS: allocated, not kept, for between `start` and `stop` nothing may be
 * collected (`collections` tells). Measuring itself allocates nothing and costs the same computrons every time; whoever runs
 * a stretch of N and one of 2N and subtracts, sees one round exactly.
 */
export class Gauge {
  readonly #before = new Float64Array(COUNTERS.length);
  readonly #after = new Float64Array(COUNTERS.length);

  /** Collects what garbage there is, so that a short stretch sees no collection that it has not caused. */
  start(): void {
    collectAll();
    host.heap(this.#before);
  }

  stop(): void {
    host.heap(this.#after);
  }

  get slots(): number {
    return this.#difference(0);
  }

  get chunkBytes(): number {
    return this.#difference(1);
  }

  get collections(): number {
    return this.#difference(2);
  }

  get computrons(): number {
    return this.#difference(3);
  }

  #difference(counter: number): number {
    return this.#after[counter] - this.#before[counter];
  }
}
