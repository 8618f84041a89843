import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { fingerprintFiles } from '../../modules/modem/tls-fingerprint.js';
import type { TlsFile } from '../../modules/modem/tls-options.js';
import { check } from '../property.js';

function fingerprintOf(...texts: readonly string[]): { fingerprint: string; turns: number } {
  let fingerprint: string | undefined = undefined;
  let turns = 0;
  let next: (() => void) | undefined = undefined;
  const files = texts.map((text): TlsFile => ({ type: 'TRUSTFILE', text }));
  const later = (then: () => void): void => {
    next = then;
  };
  fingerprintFiles(files, later, (made) => {
    fingerprint = made;
  });
  for (let then = takeNext(); then !== undefined; then = takeNext()) {
    turns += 1;
    then();
  }
  assert.ok(fingerprint !== undefined);
  return { fingerprint, turns };

  function takeNext(): (() => void) | undefined {
    const taken = next;
    next = undefined;
    return taken;
  }
}

test('a character that is another, wherever it is, makes another fingerprint', (t) => {
  const changed = fc.property(fc.string({ minLength: 1, maxLength: 2000, unit: 'grapheme-ascii' }), fc.nat(), (text, place) => {
    const at = place % text.length;
    const other = `${text.slice(0, at)}${text.charAt(at) === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    assert.notEqual(fingerprintOf(text).fingerprint, fingerprintOf(other).fingerprint);
    assert.equal(fingerprintOf(text).fingerprint, fingerprintOf(`${text}`).fingerprint);
  });
  check(t, changed);
});

test('so do text that moves from one file to the next, and files in another order', (t) => {
  const [first, second] = ['A'.repeat(700), 'B'.repeat(300)];
  const { fingerprint } = fingerprintOf(first, second);
  t.not(fingerprintOf(`${first}B`, second.slice(1)).fingerprint, fingerprint);
  t.not(fingerprintOf(second, first).fingerprint, fingerprint);
});

test('a long file takes many turns', (t) => {
  t.true(fingerprintOf('A'.repeat(8192)).turns >= 32);
});
