import test from 'ava';
import fc from 'fast-check';
import { check } from '../property.js';
import { fuzzAttribution } from './attribution.js';

test('however late answers come, in pieces and with other lines between them, no command is given the answer to another', (t) => {
  check(t, fc.property(fc.uint8Array({ maxLength: 600, size: 'max' }), fuzzAttribution), { runs: 400 });
});
