import assert from 'node:assert/strict';
import test from 'ava';
import { fibocom } from '../../modules/fibocom/dialect.js';
import fc from 'fast-check';
import { isPrintableAscii } from '../../modules/modem/printable-ascii.js';
import { tlsSettings } from '../../modules/modem/tls-options.js';
import { check } from '../property.js';
import { CERTIFICATE } from './modem-bench.js';

test('a TLS file that is not ASCII is refused, as it could not be sent so', (t) => {
  for (const trust of [`é\n${CERTIFICATE}`, CERTIFICATE.replace('\n', '\n\x1b'), `${'#'.repeat(5000)}\n${CERTIFICATE}ÿ`]) {
    t.throws(() => tlsSettings({ trust }, fibocom.tls), { message: /^tls\.trust\[0\]: must be printable ASCII/ });
  }
});

test('of all characters those are refused that are not ASCII, and control characters but line ends', (t) => {
  for (let unit = 0; unit < 0x10000; unit += 1) {
    const isGood = unit === 0x0a || unit === 0x0d || (unit >= 0x20 && unit < 0x7f);
    if (isPrintableAscii(`a${String.fromCharCode(unit)}b`) !== isGood) t.fail(`U+${unit.toString(16)}`);
  }
  t.true(isPrintableAscii('%C3%A9'));
});

test('wherever they are in a long text', (t) => {
  const anywhere = fc.property(fc.nat(6000), fc.constantFrom('é', '€', '\u{1f600}', '\t'), (place, character) => {
    assert.ok(!isPrintableAscii(`${'A'.repeat(place)}${character}${'A'.repeat(6000 - place)}`));
  });
  check(t, anywhere);
  t.true(isPrintableAscii('A'.repeat(6000)));
});
