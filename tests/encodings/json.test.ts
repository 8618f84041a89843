import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { json } from '../../modules/encodings/json.js';
import { writeNumber } from '../../modules/encodings/number-text.js';
import { check } from '../property.js';
import { FORMS, messagesOf, numbers, readingOf, samples, textOf, written } from './samples.js';

test('a number is written as JSON.stringify writes it', (t) => {
  const target = new Uint8Array(40);
  const run = fc.property(numbers, (value) => {
    assert.equal(textOf(target.subarray(3, writeNumber(value, target, 3))), JSON.stringify(value));
  });
  check(t, run, { runs: 5000 });
  const edges = [
    0, -0, 1e-6, 9.99e-7, 1e15, 999999999999999, 0.1 + 0.2, 2 ** 53, 1e21, 5e-324, 1.7976931348623157e308, -12.05,
    123456.789012345, 1e14 + 0.5, 4.35, 0.000001,
  ];
  for (const value of edges) t.is(textOf(target.subarray(0, writeNumber(value, target, 0))), JSON.stringify(value));
});

test('a value is written as JSON.stringify writes it, be its names known already or not', (t) => {
  const encoding = json();
  check(t, fc.property(samples, (sample) => assert.equal(textOf(written(encoding, sample, 5000)), JSON.stringify(sample))), { runs: 1000 });
});

test('what JSON.stringify leaves out or replaces is left out or replaced', (t) => {
  const encoding = json();
  const values = [
    { a: undefined, b: 1, c: () => 1, d: Symbol('d'), e: null },
    { a: undefined },
    [undefined, () => 1, Symbol('x'), 1],
    { when: new Date(1767225600000) },
    { toJSON: () => ({ a: 1 }) },
    { list: [{ toJSON: () => undefined }], gone: { toJSON: () => undefined } },
    { 2: 'b', 1: 'a' },
    { text: 'Köln "x" \\ \n \u0001 \u{1f600}' },
    21.5,
    'text',
    true,
  ];
  for (const value of values) t.is(textOf(written(encoding, value)), JSON.stringify(value));
});

test('a reading has the fields in the order of docs/wire.md; a batch is their array', (t) => {
  const encoding = json();
  const sample = written(encoding, { a: 1 });
  const readings = FORMS.map((form) => readingOf(form, sample));
  const { alone, batch } = messagesOf(encoding, readings);
  t.deepEqual(alone.map(textOf), [
    '{"sequence":17,"time":1767225600123,"sensor":"air","sample":{"a":1}}',
    '{"sequence":17,"time":1767225600000,"uncertainty":1702,"sensor":"air","sample":{"a":1}}',
    '{"sequence":3,"time":null,"age":125310,"sensor":"air","sample":{"a":1}}',
    '{"sequence":2,"time":null,"boot":4,"uptime":10000,"sensor":"air","sample":{"a":1}}',
    '{"sequence":2,"time":null,"boot":4,"after":1767225400000,"sensor":"air","sample":{"a":1}}',
    '{"sequence":2,"time":null,"sensor":"air","sample":{"a":1}}',
    '{"sequence":4294967297,"time":1767225600000,"sensor":"air","sample":null}',
  ]);
  t.is(textOf(batch), `[${alone.map(textOf).join(',')}]`);
});
