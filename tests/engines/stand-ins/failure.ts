import { shown } from './shown.js';

/** An assertion that does not hold. */
export function failure(what: string, message: string | undefined, values: Readonly<Record<string, unknown>> = {}): Error {
  const lines = Object.entries(values).map(([name, value]) => `  ${name}: ${shown(value)}`);
  return new Error([message === undefined ? what : `${what}: ${message}`, ...lines].join('\n'));
}
