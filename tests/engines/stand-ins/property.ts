import fc from 'fast-check';
import type { Assertions } from './assertions.js';

/** Random cases at most: without a compiler to machine code an engine takes a hundred times as long as Node. */
const RUNS = 5;

interface PropertyOptions {
  readonly runs?: number;
}

/** Stands in for tests/property.ts: fewer cases, and a counterexample that Node can be given. */
export function check<T>(t: Assertions, property: fc.IProperty<T>, options?: PropertyOptions): void {
  report(t, fc.check(property, { numRuns: Math.min(options?.runs ?? RUNS, RUNS) }));
}

export async function checkAsync<T>(t: Assertions, property: fc.IAsyncProperty<T>, options?: PropertyOptions): Promise<void> {
  report(t, await fc.check(property, { numRuns: Math.min(options?.runs ?? RUNS, RUNS) }));
}

function report<T>(t: Assertions, details: fc.RunDetails<T>): void {
  if (!details.failed) {
    t.pass();
    return;
  }
  const { counterexample, counterexamplePath, errorInstance, seed } = details;
  t.fail(`for ${fc.stringify(counterexample)} (CELLNODE_SEED=${seed}:${counterexamplePath ?? ''}): ${String(errorInstance)}`);
}
