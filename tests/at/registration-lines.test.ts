import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Command } from '../../modules/at/command.js';
import { registrationQueryCs, registrationQueryEps, registrationQueryPacket } from '../../modules/cellular/network.js';
import { check } from '../property.js';
import { settledBench } from './bench.js';

const QUERIES: readonly Command[] = [registrationQueryCs, registrationQueryPacket, registrationQueryEps];

const inQuotes = (text: string): string => `"${text}"`;
const hexadecimal = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...'0123456789ABCDEF'), { minLength: length, maxLength: length }).map((digits) => digits.join(''));
/** Quoted or not, as the module likes. */
const either = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.boolean()).map(([value, isQuoted]) => (isQuoted ? inQuotes(value) : value));

const number = (maximum: number): fc.Arbitrary<string> => either(fc.nat(maximum).map(String));
/** 3GPP TS 27.007: four hexadecimal digits; only digits, and leading zeros, among them. */
const area = either(fc.oneof(hexadecimal(4), fc.nat(9999).map((value) => String(value).padStart(4, '0'))));
const cell = either(hexadecimal(7));
const further = fc.array(fc.oneof(fc.constant(''), number(99), either(hexadecimal(2)), fc.constant('"00001000"')), { maxLength: 4 });
/** Area, cell, technology and what is newer, any of them empty, or nothing. */
const place = fc.oneof(
  fc.constant([]),
  fc
    .tuple(fc.option(area, { nil: '' }), fc.option(cell, { nil: '' }), fc.option(number(9), { nil: '' }), further)
    .map(([first, second, third, more]) => [first, second, third, ...more]),
);
const blanks = fc.constantFrom(',', ', ');
const line = (fields: fc.Arbitrary<readonly string[]>): fc.Arbitrary<string> =>
  fc.tuple(fields, blanks).map(([values, comma]) => values.join(comma));

const status = fc.nat(11);
const reply = status.chain((value) =>
  line(fc.tuple(number(5), either(fc.constant(String(value))), place).map(([mode, told, rest]) => [mode, told, ...rest])).map(
    (text) => ({ text, status: value }),
  ),
);
const urc = status.chain((value) =>
  line(fc.tuple(either(fc.constant(String(value))), place).map(([told, rest]) => [told, ...rest])).map((text) => ({ text, status: value })),
);

/** What became of a line of the registration: the statuses that were told, by whom. */
function heard(query: Command, before: string | undefined, said: readonly string[]): string[] {
  const bench = settledBench({
    listener: { onUrc: (row, fields) => bench.note(`URC ${row.name} ${fields.integer('status')}`) },
  });
  if (before !== undefined) {
    bench.execute(query, [], {
      onReply: (fields) => bench.note(`reply ${fields.integer('status')}`),
      onEnd: (error) => bench.note(`end ${error?.code ?? 'ok'}`),
    });
  }
  for (const text of said) bench.say(`\r\n${text}\r\n`);
  return bench.events();
}

test('a reply is one and a URC is one, in whatever form, before, between and after a query', (t) => {
  const told = fc.property(fc.constantFrom(...QUERIES), reply, urc, urc, (query, answer, first, last) => {
    const lines = [first, answer, last].map(({ text }) => `${query.name}: ${text}`);
    assert.deepEqual(heard(query, 'asked', [...lines, 'OK']), [
      `URC ${query.name} ${first.status}`,
      `reply ${answer.status}`,
      `URC ${query.name} ${last.status}`,
      'end ok',
    ]);
  });
  check(t, told, { runs: 600 });
});

test('a reply that nobody waits for any more is no news of the network', (t) => {
  const late = fc.property(fc.constantFrom(...QUERIES), reply, urc, (query, answer, news) => {
    const lines = [`${query.name}: ${answer.text}`, `${query.name}: ${news.text}`];
    assert.deepEqual(heard(query, undefined, lines), ['malformed-line', `URC ${query.name} ${news.status}`]);
  });
  check(t, late, { runs: 300 });
});

for (const [said, meant] of [
  ['+CGREG: 2,1,"17E0","00359D48",3,"00"', 'reply 1'],
  ['+CGREG: 2,1,DF16,2C69938', 'reply 1'],
  ['+CGREG: 2,1', 'reply 1'],
  ['+CGREG: 4,5,"07E5","0F469715",7,,,"00001000",', 'reply 5'],
  ['+CGREG: "2","1"', 'reply 1'],
  ['+CGREG: 2,07', 'reply 7'],
  ['+CGREG: 1,"17E0","00359D48",3,"00"', 'URC +CGREG 1'],
  ['+CGREG: 1,DF16,2C69938', 'URC +CGREG 1'],
  ['+CGREG: 1,0001,2C69938', 'URC +CGREG 1'],
  ['+CGREG: 1,"0001","2C69938"', 'URC +CGREG 1'],
  ['+CGREG: 5,1794,02C69938', 'URC +CGREG 5'],
  ['+CGREG: 2,,,7', 'URC +CGREG 2'],
  ['+CGREG: 5,', 'URC +CGREG 5'],
] as const) {
  test(`while it is asked for, ${said} is ${meant}`, (t) => {
    t.deepEqual(heard(registrationQueryPacket, 'asked', [said]), [meant]);
  });
}
