import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type { Command, Reply, Urc } from '../../modules/at/command.js';
import * as kinds from '../../modules/at/dialogue/classify.js';
import { counted, type Field, integer, optional, quoted, tail, word } from '../../modules/at/field.js';
import { FieldReader } from '../../modules/at/line/field-reader.js';
import { nameTable } from '../../modules/at/line/names.js';
import { check } from '../property.js';
import { latin1 } from './bench.js';
import { plainLine, plainMatch, plainMatchBefore, plainStart, type PlainExpected, type PlainFields, type PlainKind } from './plain-classifier.js';
import { ringWith } from './ring-source.js';

const KINDS: Readonly<Record<PlainKind, kinds.LineKind>> = {
  'echo': kinds.ECHO, 'reply': kinds.REPLY, 'bare reply': kinds.BARE_REPLY, 'probe reply': kinds.PROBE_REPLY, 'urc': kinds.URC,
  'open urc': kinds.OPEN_URC, 'ok': kinds.OK, 'error': kinds.ERROR, 'prompt': kinds.PROMPT, 'malformed': kinds.MALFORMED,
  'unknown': kinds.UNKNOWN,
};

/** Rows of each shape that the table has. */
const REPLIES: readonly Reply[] = [
  { prefix: '+SIG', fields: [integer('n', 0, 31), optional(integer('errors', -7, 99))] },
  { prefix: '+SERIAL', isPrefixOptional: true, label: 'SN', fields: [word('serial')] },
  { prefix: '+EVEN', isPrefixOptional: true, label: 'EVEN', fields: [integer('n', 0, 999)], accepts: (fields) => fields.integer('n') % 2 === 0 },
  { fields: [word('text'), optional(quoted('name', 0, 9))] },
  { prefix: '+REG', fields: [integer('mode', 0, 5), integer('n', 0, 9), optional(quoted('area', 0, 8)), optional(word('cell'))] },
  { prefix: '+OPTIONAL', fields: [optional(integer('length', 0, 40)), counted('payload', 0)] },
  { prefix: '+READ', fields: [integer('slot', 1, 3), integer('length', 0, 40), optional(quoted('topic', 0, 20)), counted('payload', 1)] },
];
const URCS: readonly Urc[] = [
  { name: 'READY', summary: '', source: '' },
  { name: '+SIM READY', summary: '', source: '' },
  { name: '+REG', fields: [integer('n', 0, 9), optional(quoted('area', 0, 8))], isReply: (fields) => fields.integer('n') > 5, summary: '', source: '' },
  { name: '+MSG', fields: [integer('slot', 1, 3), quoted('topic', 0, 20), tail('payload')], summary: '', source: '' },
  { name: '+NOTE', fields: [tail('text')], summary: '', source: '' },
  { name: '+LIST', fields: [word('first'), optional(word('second')), optional(integer('n', -9, 2000, 4))], summary: '', source: '' },
];
const table = nameTable({ commands: REPLIES.map((reply) => ({ reply }) as Command), urcs: URCS });
const names = new Map(table.names.map((name, index) => [name, table.urcs[index]]));

const text = fc.oneof(fc.string({ maxLength: 9 }), fc.constantFrom('', 'a,b', 'a"b', ' x ', '\\22', '\\2', '\\zz', 'OK', '\xff'));
const number = fc.oneof(fc.integer({ min: -12, max: 110 }).map(String), fc.constantFrom('', '-', '007', '0010', '99999', '1.5', '+1', '0x1'));

/** What may stand in a field's place: what it wants, and what it does not. */
function writtenFor(field: Field): fc.Arbitrary<string> {
  const some = fc.oneof(number, text, text.map((inner) => `"${inner}"`), number.map((inner) => `"${inner}"`), fc.constantFrom('"', '"a', 'a"'));
  const meant = field.kind === 'integer'
    ? fc.integer({ min: Math.max(field.minimum, -9), max: Math.min(field.maximum, 99) }).map(String)
    : field.kind === 'word' ? fc.stringMatching(/^[0-9A-Za-z.]{1,9}$/) : text.map((inner) => `"${inner}"`);
  return fc.tuple(fc.nat(2), fc.oneof({ weight: 6, arbitrary: meant }, { weight: 1, arbitrary: some }), fc.nat(2))
    .map(([before, inner, behind]) => ' '.repeat(before === 2 ? 1 : 0) + inner + ' '.repeat(behind === 2 ? 2 : 0));
}

function written(declared: readonly Field[]): fc.Arbitrary<string> {
  const fields = fc.tuple(...declared.map(writtenFor));
  const further = fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, fc.array(fc.oneof(number, text), { maxLength: 2 }));
  const lost = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(declared.length));
  return fc.tuple(fields, further, lost).map(([values, more, count]) => [...values.slice(0, values.length - count), ...more].join(','));
}

const joined = (name: string, rest: string): string => (name === '' ? rest : `${name}:${rest}`);
const ROWS = [...REPLIES.map(({ prefix = '', fields }) => ({ name: prefix, fields })), ...URCS.map(({ name, fields = [] }) => ({ name, fields }))];
const LABELS = ['SN:', '+SN:', 'sn:', '+Sn: ', 'SN', 'S:', 'EVEN:', 'even: ', '+SNX:', '+EVEN:'];
const WHOLE = [
  'OK', 'OK ', 'KO', 'O', 'ERROR', 'ERROR:', 'ERRORS', 'EROR', '+CME ERROR: 30', '+CMS ERROR', '+ABCDEFGHIJ ERROR: 1', '+ABCDEFGHIJK ERROR: 1',
  '+A1 ERROR', '+CME ERRORS', '+CME ERROX: 3', '+cme ERROR: 3', '+CME', '> ', '>', 'CONNECT', 'CONNECT ', 'AT+SIG', 'AT+SIG=1', 'AT+SI', 'AT', 'X', '', ':', ' ',
];
const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ROWS).chain(({ name, fields }) => written(fields).map((rest) => joined(name, rest))) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...LABELS), written([word('any')])).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom(...WHOLE, ...ROWS.flatMap(({ name }) => [name, name.slice(0, -1), `${name}X: 1`])) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);

const expected: fc.Arbitrary<PlainExpected> = fc.record({
  sent: fc.constantFrom('', 'AT+SIG', 'AT', 'OK', 'X'),
  reply: fc.option(fc.constantFrom(...REPLIES), { nil: undefined }),
  probe: fc.option(fc.constantFrom(REPLIES[0], REPLIES[4]), { nil: undefined }),
  promptLine: fc.constantFrom(undefined, 'CONNECT', 'OK', 'X'),
});

/** Where the line begins in the ring: anywhere, so that it is now and then cut by the ring's end. */
const places = fc.nat(255);

function awaited({ sent, reply, promptLine }: PlainExpected, isPromptDue: boolean): kinds.Expected {
  const last = reply?.fields.at(-1);
  return {
    sent: latin1(sent),
    sentLength: sent.length,
    reply,
    counted: last?.kind === 'counted' ? last : undefined,
    isPromptDue,
    promptLine: promptLine === undefined ? undefined : latin1(promptLine),
  };
}

/** The reader has noted just these fields, at just these places. */
function assertFields(reader: FieldReader, declared: readonly Field[], fields: PlainFields, lineStart: number, of: string): void {
  const where = of.length === 0 ? 0 : lineStart;
  declared.forEach(({ name, kind }, index) => {
    const field = fields[index];
    assert.equal(reader.has(name), field !== undefined, `${name} of ${of}`);
    if (field === undefined) return;
    assert.deepEqual([reader.startAt(index) - where, reader.endAt(index) - where], [field.start, field.end], `${name} of ${of}`);
    if (kind === 'integer') assert.equal(reader.integer(name), field.integer, `${name} of ${of}`);
  });
}

/** Position of the fields in a line of this kind. */
function fieldsAt(of: string, kind: PlainKind, reply: Reply | undefined): number {
  if (kind !== 'bare reply') return of.indexOf(':') < 0 ? of.length + 1 : of.indexOf(':') + 1;
  const label = reply?.label === undefined ? null : new RegExp(`^\\+?${reply.label}:`, 'i').exec(of);
  return label?.[0].length ?? 0;
}

test('a line is what plain rules make of it, with the same fields', (t) => {
  check(t, fc.property(line, expected, places, (of, wanted, at) => {
    const ring = ringWith(latin1(of), at);
    const classifier = new kinds.Classifier(ring, table);
    const kind = classifier.line(ring.head, ring.tail, awaited(wanted, false), wanted.probe);
    const plain = plainLine(of, wanted, names);
    assert.equal(kind, KINDS[plain.kind], `${of} is ${plain.kind}`);
    assert.equal(classifier.urc, plain.urc);
    const declared = plain.kind === 'urc' ? plain.urc?.fields : plain.kind === 'probe reply' ? wanted.probe?.fields : wanted.reply?.fields;
    if (plain.fields === undefined || plain.kind === 'malformed') return;
    assertFields(classifier.fields, declared ?? [], plain.fields, ring.head + fieldsAt(of, plain.kind, wanted.reply), of);
  }), { runs: 3000 });
});

test('a prompt and the head of a payload end where plain rules say, whatever has come behind them', (t) => {
  const echo = fc.constantFrom('', 'AT+SIG', 'AT', 'X');
  const prompts = fc.tuple(echo, fc.constantFrom('', '\r', '\r\r', ' '), fc.constantFrom('>', '> ', '>  ', '', ' >'));
  const begun = fc.oneof(line, prompts.map((parts) => parts.join('')));
  check(t, fc.property(begun, expected, places, fc.boolean(), fc.boolean(), (of, wanted, at, isPromptDue, isProbing) => {
    const ring = ringWith(latin1(of), at);
    const classifier = new kinds.Classifier(ring, table);
    const kind = classifier.start(ring.head, ring.tail, awaited(wanted, isPromptDue), isProbing);
    const plain = plainStart(of, wanted, isPromptDue || isProbing);
    assert.equal(kind, plain === undefined ? kinds.NOTHING_YET : plain.kind === 'prompt' ? kinds.PROMPT : kinds.PAYLOAD, of);
    if (plain !== undefined) assert.equal(classifier.end - ring.head, plain.end, of);
  }), { runs: 2000 });
});

test('of a message whose end was lost the URC is known, and of nothing else', (t) => {
  check(t, fc.property(line, places, (of, at) => {
    const ring = ringWith(latin1(of), at);
    const [name] = of.split(':', 1);
    const urc = names.get(name);
    const isLost = urc?.fields?.at(-1)?.kind === 'tail' && plainMatchBefore(urc.fields, of.slice(name.length + 1)) !== undefined;
    assert.equal(new kinds.Classifier(ring, table).lost(ring.head, ring.tail), isLost ? urc : undefined, of);
  }), { runs: 1000 });
});

test('fields are read as plain rules read them, in a buffer as in a ring, exactly or not', (t) => {
  const reader = new FieldReader();
  const lists = ROWS.map(({ fields }) => fields).filter(({ length }) => length > 0);
  const lines = fc.constantFrom(...lists).chain((fields) => fc.tuple(fc.constant(fields), written(fields)));
  check(t, fc.property(lines, fc.nat(40), fc.boolean(), ([declared, of], at, isExact) => {
    const bytes = latin1(`${'"'.repeat(at)}${of}",7`);
    const matches = reader.match(declared, bytes, -1, at, at + of.length, isExact);
    const plain = plainMatch(declared, of, isExact);
    assert.equal(matches, plain !== undefined, of);
    assertFields(reader, declared, plain ?? [], at, of);
  }), { runs: 3000 });
});
