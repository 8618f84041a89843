import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { utf8Bytes, utf8Length, utf8Text, utf8Write } from '../../modules/base/utf8.js';
import { check } from '../property.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Any UTF-16 at all: lone surrogates included. */
const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes));
const anyText = fc.oneof(units, fc.string({ unit: 'binary' }));

test('any text is encoded as TextEncoder does it', (t) => {
  const encoded = fc.property(anyText, (text) => {
    const expected = encoder.encode(text);
    assert.deepEqual(utf8Bytes(text), expected);
    assert.equal(utf8Length(text), expected.length);
  });
  check(t, encoded, { runs: 1000 });
});

test('every code point is encoded and decoded as TextEncoder and TextDecoder do it', (t) => {
  for (let code = 0; code <= 0x10ffff; code += code < 0x3000 || (code >= 0xd000 && code < 0xe100) ? 1 : 251) {
    const text = String.fromCodePoint(code);
    const bytes = encoder.encode(text);
    if (Buffer.compare(utf8Bytes(text), bytes) !== 0) t.fail(`U+${code.toString(16)} is encoded otherwise`);
    if (utf8Text(bytes, 0, bytes.length) !== decoder.decode(bytes)) t.fail(`U+${code.toString(16)} is decoded otherwise`);
  }
  t.pass();
});

test('text comes back from its bytes', (t) => {
  const roundTrip = fc.property(fc.string({ unit: 'binary' }), fc.nat(5), (text, offset) => {
    const bytes = new Uint8Array(offset + utf8Length(text));
    assert.equal(utf8Write(text, bytes, offset), bytes.length);
    assert.equal(utf8Text(bytes, offset, bytes.length), text);
  });
  check(t, roundTrip, { runs: 500 });
});

test('bytes that are valid UTF-8 are decoded as TextDecoder does it', (t) => {
  const edges = fc.constantFrom(0xe0, 0xed, 0xf0, 0xf4, 0xc2, 0x80, 0x9f, 0xa0, 0xbf, 0x8f, 0x90);
  const decoded = fc.property(fc.array(fc.oneof(edges, fc.nat(255)), { maxLength: 8 }), (values) => {
    const bytes = Uint8Array.from(values);
    const text = utf8Text(bytes, 0, bytes.length);
    assert.ok(text.length <= bytes.length);
    const expected = strictlyDecoded(bytes);
    if (expected === undefined) assert.ok(text.includes('\ufffd'));
    else assert.equal(text, expected);
  });
  check(t, decoded, { runs: 5000 });
});

test('each byte that is not UTF-8 becomes one U+FFFD, and what follows is read', (t) => {
  const bytes = Uint8Array.from([0x41, 0xc3, 0x42, 0xe2, 0x82, 0xff, 0x43, 0xed, 0xa0, 0x80, 0xf0, 0x9f]);
  t.is(utf8Text(bytes, 0, bytes.length), 'A\ufffdB\ufffd\ufffd\ufffdC\ufffd\ufffd\ufffd\ufffd\ufffd');
});

test('bytes outside the given range are not looked at', (t) => {
  const bytes = encoder.encode('aé€b');
  t.is(utf8Text(bytes, 1, 3), 'é');
  t.is(utf8Text(bytes, 1, 4), 'é\ufffd');
});

function strictlyDecoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

test('the first code point of two units, and surrogates that are no pair, are encoded as TextEncoder does it', (t) => {
  for (const text of ['\u{10000}', '\u{10000}x', '\udc00\udc00', '\ud800\ue000', '\udbff\udfff', 'a\ud800', '\udfff\ud800x']) {
    t.deepEqual(utf8Bytes(text), encoder.encode(text));
    t.is(utf8Length(text), encoder.encode(text).length);
  }
  t.is(utf8Text(encoder.encode('\u{10000}'), 0, 4), '\u{10000}');
});

test('a sequence longer than it need be is none', (t) => {
  const longer = [[0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x9f, 0xbf], [0xf0, 0x82, 0x82, 0xac], [0xf0, 0x8f, 0xbf, 0xbf]];
  for (const bytes of longer) t.is(utf8Text(Uint8Array.from(bytes), 0, bytes.length), '\ufffd'.repeat(bytes.length));
});
