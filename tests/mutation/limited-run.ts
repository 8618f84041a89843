import { randomUUID } from 'node:crypto';
import vm from 'node:vm';

/** Of its own, because a script sees nothing but globals. */
const NAME = `run-${randomUUID()}`;
const script = new vm.Script(`globalThis[${JSON.stringify(NAME)}]()`);

/**
 * Runs code, and gives what it gives. What it does at once is ended by force after so many milliseconds, and gives `undefined`:
 * no `catch` and no `finally` of the code runs then.
 */
export function runFor<T extends object>(milliseconds: number | undefined, run: () => T): T | undefined {
  Reflect.set(globalThis, NAME, run);
  try {
    return script.runInThisContext({ timeout: milliseconds }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}
