import assert from 'node:assert/strict';
import test from 'ava';
import { cdeDecodeOptions, cdeEncodeOptions, decode, encode } from 'cbor2';
import fc from 'fast-check';
import { cbor } from '../../modules/encodings/cbor.js';
import { json } from '../../modules/encodings/json.js';
import { check } from '../property.js';
import { FORMS, messagesOf, numbers, readingOf, samples, textOf, written } from './samples.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** What the independent library makes of a value by the same rules (its `cde`). */
const expected = (value: unknown): string => hex(encode(value, cdeEncodeOptions));
/** It refuses whatever is not deterministic. */
const understood = (bytes: Uint8Array): unknown => decode(bytes, cdeDecodeOptions);

test('a number takes the bytes that an independent library gives it, and is the same when it comes back', (t) => {
  const encoding = cbor();
  const run = fc.property(numbers, (value) => {
    const item = written(encoding, value);
    // From 2^53 on the library writes whole numbers as such; they are floats here, since not each of them is a number.
    if (Math.abs(value) <= Number.MAX_SAFE_INTEGER || !Number.isInteger(value)) assert.equal(hex(item), expected(value));
    assert(Object.is(decode(item), value));
  });
  check(t, run, { runs: 5000 });
});

test('every half, and what is next to it', (t) => {
  const encoding = cbor();
  const bits = new DataView(new ArrayBuffer(4));
  for (let half = 0; half < 0x7c00; half += 1) {
    const value = decode(Uint8Array.of(0xf9, half >> 8, half & 0xff)) as number;
    const item = written(encoding, value);
    if (Number.isInteger(value)) assert.equal(decode(item), value);
    else assert.deepEqual([...item], [0xf9, half >> 8, half & 0xff]);
    bits.setFloat32(0, value);
    bits.setUint32(0, bits.getUint32(0) + 1);
    const next = bits.getFloat32(0);
    assert.equal(hex(written(encoding, next)), expected(next));
  }
  t.pass();
});

test('a value is what an independent library makes of it, byte for byte, and the same when it comes back', (t) => {
  const encoding = cbor();
  const run = fc.property(samples, (sample) => {
    const item = written(encoding, sample, 5000);
    const isLarge = (value: unknown): boolean =>
      typeof value === 'object' && value !== null
        ? Object.values(value).some(isLarge)
        : typeof value === 'number' && Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER;
    if (isLarge(sample)) return;
    assert.equal(hex(item), expected(sample));
    assert.deepEqual(understood(item), sample);
  });
  check(t, run, { runs: 1000 });
});

test('what is written is what JSON would say', (t) => {
  const value = { a: undefined, when: new Date(1767225600000), list: [undefined, 1], f: () => 1, deep: { toJSON: () => [1] } };
  t.deepEqual(understood(written(cbor(), value)), JSON.parse(JSON.stringify(value)));
});

test('an object that changes while it is written is refused, since no item would come of it', (t) => {
  let asked = 0;
  const changing = {
    get a() {
      return (asked += 1) > 1 ? 1 : undefined;
    },
  };
  t.like(t.throws(() => written(cbor(), changing)), { code: 'invalid-argument' });
});

test('a reading is a map with the fields that it has in JSON, deterministic as well; a batch is an array of them', (t) => {
  const inJson = json();
  const encoding = cbor();
  const sample = { thermometer: { temperature: 21.5 }, hygrometer: { humidity: 48 } };
  const readings = (of: typeof encoding) => FORMS.map((form) => readingOf(form, written(of, sample)));
  const { alone, batch } = messagesOf(encoding, readings(encoding));
  const fields = messagesOf(inJson, readings(inJson)).alone.map((message) => JSON.parse(textOf(message)) as unknown);
  t.deepEqual(alone.map(understood), fields);
  t.deepEqual(understood(batch), fields);
});

test('a batch of any size begins where its shortest head does', (t) => {
  const encoding = cbor();
  const sample = written(encoding, { a: 1 });
  for (const count of [1, 23, 24, 64]) {
    const { batch } = messagesOf(encoding, new Array<ReturnType<typeof readingOf>>(count).fill(readingOf({ time: 1 }, sample)));
    t.is((understood(batch) as unknown[]).length, count);
  }
});
