import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { JsonReader } from '../../../modules/telemetry/commands/json-reader.js';
import { check } from '../../property.js';

const KNOWN = ['a', 'b', 'ä', '', 'toString'];

function read(text: string, known: readonly string[] | 'any' = KNOWN): { value: unknown; problem: string | undefined; unknown: string } {
  const bytes = new TextEncoder().encode(text);
  // What is behind it belongs to an earlier message.
  const buffer = new Uint8Array(bytes.length + 8).fill(0x7d);
  buffer.set(bytes);
  const reader = new JsonReader(buffer, 0, bytes.length);
  const value = reader.value(known === 'any' ? undefined : known);
  if (reader.problem === undefined) reader.isAtEnd();
  return { value, problem: reader.problem, unknown: reader.unknown };
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Without `toString`, which cannot be assigned where the engine's own objects are frozen, as on XS. */
function objects(values: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.dictionary(fc.constantFrom(...KNOWN.filter((name) => name !== 'toString')), values, { noNullPrototype: true });
}

test('values of all kinds are those of JSON.parse', (t) => {
  const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean(), fc.constant(null));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), objects(tie('value'))),
  }));
  const blanks = fc.constantFrom(undefined, 1, '\t');
  const run = fc.property(value, blanks, (expected, space) => {
    const text = JSON.stringify(expected, undefined, space);
    const result = read(text);
    if (depthOf(expected) > 4) return assert.equal(result.problem, 'malformed');
    assert.equal(result.problem, undefined, text);
    assert.deepEqual(result.value, JSON.parse(text));
  });
  check(t, run, { runs: 3000 });
});

test('it takes what JSON.parse takes, and nothing else', (t) => {
  const parts = ['{', '}', '[', ']', '"a"', '"', ':', ',', '0', '1', '-', '.', 'e', 'E+', 'true', 'fals', 'e', 'null', ' ', '\n', '\\', 'u00e', '\\u00e4', '\u0001', 'ä'];
  const nearly = fc.array(fc.constantFrom(...parts), { maxLength: 10 }).map((list) => list.join(''));
  const run = fc.property(fc.oneof(nearly, fc.string(), fc.json({ maxDepth: 3 })), (text) => {
    const result = read(text, 'any');
    let isJson: boolean;
    try {
      isJson = depthOf(JSON.parse(text)) <= 4;
    } catch {
      isJson = false;
    }
    assert.equal(result.problem === undefined, isJson, text);
  });
  check(t, run, { runs: 5000 });
});

test('escapes are what they stand for', (t) => {
  const text = '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E4\\u20ac\\ud83d\\ude00"';
  t.is(read(text).value, JSON.parse(text));
  for (const wrong of ['"\\x"', '"\\u12g4"', '"\\u12"', '"\\', '"']) t.is(read(wrong).problem, 'malformed', wrong);
});

test('a property that is not known is named, and none is made of it', (t) => {
  const result = read('{"a":{"b":1},"gate":2}');
  t.deepEqual([result.problem, result.unknown, result.value], ['unknown-property', 'gate', undefined]);
  t.is(read('{"a":[{"gate":1}]}').unknown, 'gate');
  // Where any is allowed none is kept.
  t.deepEqual(read('{"gate":{"x":1}}', 'any').value, {});
});

test('bytes of any kind do no harm', (t) => {
  const run = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    new JsonReader(bytes).value(KNOWN);
  });
  check(t, run, { runs: 2000 });
});

test('nesting without end takes no more of the stack than four levels', (t) => {
  t.is(read('['.repeat(100_000)).problem, 'malformed');
  t.is(read('{"a":'.repeat(100_000)).problem, 'malformed');
});
