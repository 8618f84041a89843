import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { isUnreserved } from '../../modules/base/unreserved.js';
import { check } from '../property.js';

test('each character alone', (t) => {
  for (let code = 0; code <= 0xffff; code += 1) {
    const text = String.fromCharCode(code);
    if (isUnreserved(text) !== /^[A-Za-z0-9\-_.!~*'()]$/.test(text)) t.fail(`U+${code.toString(16)}`);
  }
  t.pass();
});

test('one other character among many, or half of a pair, is found', (t) => {
  const name = fc.stringMatching(/^[A-Za-z0-9._-]{0,12}$/);
  const other = fc.constantFrom(' ', '"', ',', '/', '%', 'é', '\ud800', '\udc00', '\0');
  check(t, fc.property(name, other, name, (before, character, behind) => {
    assert.ok(isUnreserved(before + behind));
    assert.ok(!isUnreserved(before + character + behind));
  }), { runs: 300 });
});
