import { isEqual } from './equality.js';
import { failure } from './failure.js';

/** What the suites use of `node:assert/strict`. */
const assert = {
  equal(actual: unknown, expected: unknown, message?: string): void {
    if (!Object.is(actual, expected)) throw failure('not equal', message, { actual, expected });
  },
  notEqual(actual: unknown, expected: unknown, message?: string): void {
    if (Object.is(actual, expected)) throw failure('equal', message, { actual });
  },
  deepEqual(actual: unknown, expected: unknown, message?: string): void {
    if (!isEqual(actual, expected)) throw failure('not deeply equal', message, { actual, expected });
  },
  ok(actual: unknown, message?: string): void {
    if (!actual) throw failure('not true', message, { actual });
  },
  match(actual: string, expected: RegExp, message?: string): void {
    if (!expected.test(actual)) throw failure('does not match', message, { actual, expected });
  },
  fail(message?: string): never {
    throw failure('failed', message);
  },
};

export default assert;
