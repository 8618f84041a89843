import { invalidArgument, type CellularError } from '../base/errors.js';

/** Of objects and arrays in one another: a sample has a sub-object for each logical sensor; more serve arrays, faults and means. */
export const DEPTH_LIMIT = 4;

/** What stands for `value`, as `JSON.stringify` has it. */
export function represented(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { toJSON } = value as { readonly toJSON?: unknown };
  return typeof toJSON === 'function' ? (toJSON.call(value, name) as unknown) : value;
}

/** Whether an object's property with this value is written. */
export function isWritten(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}

/** Throws `invalid-argument` for a level too many. */
export function checkDepth(depth: number): void {
  if (depth > DEPTH_LIMIT) throw unwritable(`at most ${DEPTH_LIMIT} levels deep`);
}

/** Throws `invalid-argument` for a number that JSON would write as null. */
export function checkFinite(value: number): void {
  if (!isFinite(value)) throw unwritable('numbers must be finite');
}

/** `offset` to `end` is what was to be written. Throws `invalid-argument` where the target ends before. */
export function checkRoom(encoding: string, target: Uint8Array, offset: number, end: number): void {
  if (end <= target.length) return;
  throw unwritable(`at most ${target.length - offset} bytes as ${encoding}, is ${end - offset}`);
}

/** The error `invalid-argument` for what cannot be written. */
export function unwritable(bound: string): CellularError {
  return invalidArgument('value', bound, 'Encoding');
}
