import test from 'ava';
import fc from 'fast-check';
import { check } from '../property.js';
import { fuzzModuleOutput } from './module-output.js';

test('whatever becomes of what the module says, every command ends in time and the engine serves the next', (t) => {
  const cases = fc.uint8Array({ maxLength: 400, size: 'max' });
  check(t, fc.property(cases, fuzzModuleOutput), { runs: 200 });
});
