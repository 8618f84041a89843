import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';

/** Set to what a failure has printed, `seed` or `seed:path`, to see that failure again. */
const REPLAY = 'CELLNODE_SEED';

export interface PropertyOptions {
  /** Random cases to try; 100 when not given. */
  readonly runs?: number;
}

/**
 * Checks one property in one test. The property's own assertions are those of `node:assert`: ava would report the first
 * counterexample, and not the smallest. A failure names the command that shows it again.
 */
export function check<T>(t: ExecutionContext, property: fc.IProperty<T>, options?: PropertyOptions): void {
  report(t, fc.check(property, parameters<T>(options)));
}

/** {@link check} for an asynchronous property. */
export async function checkAsync<T>(
  t: ExecutionContext,
  property: fc.IAsyncProperty<T>,
  options?: PropertyOptions,
): Promise<void> {
  report(t, await fc.check(property, parameters<T>(options)));
}

function parameters<T>(options?: PropertyOptions): fc.Parameters<T> {
  const chosen: fc.Parameters<T> = { numRuns: options?.runs ?? 100 };
  const replay = process.env[REPLAY];
  if (replay === undefined || replay === '') return chosen;
  const colon = replay.indexOf(':');
  if (colon < 0) return { ...chosen, seed: Number(replay) };
  return { ...chosen, seed: Number(replay.slice(0, colon)), path: replay.slice(colon + 1) };
}

function report<T>(t: ExecutionContext, details: fc.RunDetails<T>): void {
  if (!details.failed) {
    t.pass();
    return;
  }
  const { errorInstance } = details;
  t.fail(
    [
      `fails after ${details.numRuns} cases and ${details.numShrinks} shrinks for`,
      fc.stringify(details.counterexample),
      errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance),
      'To see it again:',
      `env ${REPLAY}=${details.seed}:${details.counterexamplePath ?? ''} npx ava ${testFile()} --match='${t.title}'`,
    ].join('\n'),
  );
}

function testFile(): string {
  return relative(process.cwd(), fileURLToPath(test.meta.file));
}
