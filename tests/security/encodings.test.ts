import { inspect } from 'node:util';
import test from 'ava';
import { CANARIES, told } from './canaries.js';

const SECRETS: readonly string[] = Object.values(CANARIES);

/** What a program may make of a text before it shows it. */
const ENCODINGS: Readonly<Record<string, (secret: Buffer) => string>> = {
  plain: (secret) => secret.toString(),
  'base64, wherever it begins': (secret) => Buffer.concat([Buffer.from('user:'), secret]).toString('base64'),
  'base64 for URLs': (secret) => Buffer.concat([Buffer.from('\xff\xfe'), secret]).toString('base64url'),
  hexadecimal: (secret) => `0x${secret.toString('hex')}`,
  'hexadecimal from an odd place': (secret) => `f${secret.toString('hex').toUpperCase()}`,
  'hexadecimal, byte by byte': (secret) => [...secret].map((byte) => byte.toString(16)).join(' '),
  'URL encoding': (secret) => encodeURIComponent(secret.toString()),
  'URL encoding of everything': (secret) => [...secret].map((byte) => `%${byte.toString(16)}`).join(''),
  'JavaScript escapes': (secret) => [...secret].map((byte) => `\\x${byte.toString(16)}`).join(''),
  'JSON escapes': (secret) => [...secret].map((byte) => `\\u00${byte.toString(16)}`).join(''),
  'V.250 escapes': (secret) => [...secret].map((byte) => `\\${byte.toString(16)}`).join(''),
  'JSON of bytes': (secret) => JSON.stringify(new Uint8Array(secret)),
  'JSON of a Buffer': (secret) => JSON.stringify(secret),
  'bytes, inspected': (secret) => inspect({ bytes: new Uint8Array(secret) }),
  'a Buffer, inspected': (secret) => inspect({ bytes: secret }),
  // A number is looked for as a whole.
  'its last piece': (secret) => `x${/^\d+$/.test(secret.toString()) ? secret.toString() : secret.subarray(-6).toString()}x`,
};

for (const [name, encode] of Object.entries(ENCODINGS)) {
  test(`the search finds each secret: ${name}`, (t) => {
    for (const secret of SECRETS) t.truthy(told(`before ${encode(Buffer.from(secret))} behind`, [secret]), secret);
  });
}

test('the search finds nothing where nothing is', (t) => {
  t.is(told('what is •••? AT+CGREG? +CGREG: 0,1 20 41 00 7f "\\22" %20 dGVsZW1ldHJ5 [1, 2, 3, 4, 5, 6, 7]'), undefined);
});
