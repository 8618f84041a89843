import test from 'ava';
import fc from 'fast-check';
import { check } from '../property.js';
import { fuzzCommandInput } from './command-input.js';

test('whatever a host says, the simulated module takes commands again after ESC and CR', (t) => {
  check(t, fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), fuzzCommandInput), { runs: 400 });
});
