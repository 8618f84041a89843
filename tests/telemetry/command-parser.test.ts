import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { parseCommand, type CommandResult } from '../../modules/telemetry/command-parser.js';
import { check } from '../property.js';

function parse(text: string): CommandResult {
  const bytes = new TextEncoder().encode(text);
  // What is behind the message belongs to an earlier one.
  const buffer = new Uint8Array(bytes.length + 8).fill(0x7d);
  buffer.set(bytes);
  return parseCommand(buffer, bytes.length);
}

test('an interval is accepted, with white space wherever JSON has it', (t) => {
  const texts = ['{"interval":60}', ' {\t"interval"\r\n:  60 } \n'];
  for (const text of texts) t.deepEqual(parse(text), { isAccepted: true, interval: 60 });
  t.deepEqual(parse('{"interval":1}'), { isAccepted: true, interval: 1 });
  t.deepEqual(parse('{"interval":86400}'), { isAccepted: true, interval: 86400 });
});

test('everything else is refused by name', (t) => {
  const refusals: [string, string][] = [
    ['', 'malformed'],
    ['{}', 'malformed'],
    ['{', 'malformed'],
    ['}', 'malformed'],
    ['60', 'malformed'],
    ['{"interval"}', 'malformed'],
    ['{"interval":}', 'malformed'],
    ['{"interval" 60}', 'malformed'],
    ['{interval:60}', 'malformed'],
    ['{"interval:60}', 'malformed'],
    ['{"":60}', 'unknown-property'],
    ['{"Interval":60}', 'unknown-property'],
    ['{"intervals":60}', 'unknown-property'],
    ['{"interval":"60"}', 'not-a-whole-number'],
    ['{"interval":060}', 'not-a-whole-number'],
    ['{"interval":60.5}', 'not-a-whole-number'],
    ['{"interval":-60}', 'not-a-whole-number'],
    ['{"interval":null}', 'not-a-whole-number'],
    ['{"interval":60,"more":1}', 'not-a-whole-number'],
    ['{"interval":6 0}', 'not-a-whole-number'],
    ['{"interval":0}', 'out-of-range'],
    ['{"interval":86401}', 'out-of-range'],
    [`{"interval":${'9'.repeat(400)}}`, 'out-of-range'],
  ];
  for (const [text, reason] of refusals) t.deepEqual(parse(text), { isAccepted: false, reason } as CommandResult, text);
});

test('what is accepted is what JSON.parse reads, and nothing throws', (t) => {
  const nearly = fc
    .array(fc.constantFrom('{', '}', '"interval"', '"', ':', ' ', '60', '0', '-', '.5', ',', '\n', '\\u0069'), { maxLength: 8 })
    .map((parts) => parts.join(''));
  const run = fc.property(fc.oneof(nearly, fc.string(), fc.json()), (text) => {
    const result = parse(text);
    if (result.isAccepted) assert.deepEqual(JSON.parse(text), { interval: result.interval });
  });
  check(t, run, { runs: 3000 });
});

test('bytes of any kind do no harm', (t) => {
  const run = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    parseCommand(bytes, bytes.length);
  });
  check(t, run, { runs: 1000 });
});
