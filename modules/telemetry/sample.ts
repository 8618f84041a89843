import { invalidArgument, type CellularError } from '../base/errors.js';
import { utf8Length, utf8Write } from '../base/utf8.js';

/** A sample object has a sub-object for each logical sensor; a level more serves arrays and faults. */
const DEPTH_LIMIT = 4;
const SOURCE = 'reading';

/**
 * Writes what a sensor's `sample()` gave as JSON to the start of `target` and gives the byte count. Throws
 * `invalid-argument` for what is no object, holds a number that is not finite (JSON would say null), is nested more than
 * four levels deep or takes more bytes than `target` has.
 *
 * Allocates, as every sample does: the pattern asks for a new object each time.
 */
export function encodeSample(sample: unknown, target: Uint8Array): number {
  if (typeof sample !== 'object' || sample === null) throw refused('must be an object');
  verify(sample, 1);
  const text = stringified(sample);
  const byteLength = utf8Length(text);
  if (byteLength > target.length) throw refused(`at most ${target.length} bytes as JSON, is ${byteLength}`);
  return utf8Write(text, target, 0);
}

function verify(value: unknown, depth: number): void {
  if (typeof value === 'number' && !isFinite(value)) throw refused('numbers must be finite');
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEPTH_LIMIT) throw refused(`at most ${DEPTH_LIMIT} levels deep`);
  const properties = Object.values(value);
  for (let index = 0; index < properties.length; index += 1) verify(properties[index], depth + 1);
}

function stringified(sample: object): string {
  try {
    // A sample with a toJSON of its own can be anything.
    const text: string | undefined = JSON.stringify(sample);
    if (typeof text === 'string') return text;
  } catch {
    // Throws for a BigInt, and what toJSON or a getter throws.
  }
  throw refused('must be JSON');
}

function refused(bound: string): CellularError {
  return invalidArgument('sample', bound, SOURCE);
}
