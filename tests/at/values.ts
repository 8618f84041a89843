import fc from 'fast-check';
import type { AnyValues, Field, QuotedField, Text } from '../../modules/at/field.js';
import { latin1, slicedBuffer } from './bench.js';

/** Printable ASCII and UTF-8 of every length, but no double quote; backslashes and what looks like an escape are frequent. */
const quotableText = fc
  .array(
    fc.oneof(
      fc.constantFrom('\\', '\\22', '\\0D', '\\5c', 'OK', ',', '>', 'é', '€', '𝄞'),
      fc.integer({ min: 0x20, max: 0x7e }).map((code) => (code === 0x22 ? '\\' : String.fromCharCode(code))),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

/**
 * Values that a list of fields accepts, absent ones included. A counted field's length is declared truly; where one is absent, all are,
 * and their lengths.
 */
export function valuesFor(fields: readonly Field[]): fc.Arbitrary<AnyValues> {
  const lengthsAt = fields.flatMap((field) => (field.kind === 'counted' ? [field.lengthAt] : []));
  return fc.tuple(...fields.map(valueFor)).map((values) => {
    const isShort = lengthsAt.length > 0 && values.includes(undefined);
    if (isShort) return values.map((value, index) => (index < Math.min(...lengthsAt) ? value : undefined));
    const declared = [...values];
    fields.forEach((field, index) => {
      if (field.kind === 'counted') declared[field.lengthAt] = (values[index] as Uint8Array).length;
    });
    return declared;
  });
}

function valueFor(field: Field): fc.Arbitrary<number | Text | undefined> {
  const present = presentValueFor(field);
  return field.optional === true ? fc.option(present, { nil: undefined }) : present;
}

function presentValueFor(field: Field): fc.Arbitrary<number | Text> {
  switch (field.kind) {
    case 'integer':
      return fc.oneof(fc.integer({ min: field.minimum, max: field.maximum }), fc.constantFrom(field.minimum, field.maximum));
    case 'quoted':
      if (field.oneOf !== undefined) return fc.constantFrom(...field.oneOf);
      return field.problemWith === undefined ? textFor(field) : fc.constantFrom('broker.example.com', '10.0.0.1', 'cmiot', 'a_b-c.d');
    case 'word':
      return fc.stringMatching(/^[0-9A-Za-z.:+ -]{1,20}$/).map((text) => text.replaceAll(' ', '_'));
    case 'tail':
    case 'counted':
      return fc.uint8Array({ maxLength: 40 });
  }
}

/** Text within the field's bounds, as a string, as bytes or as a buffer. */
function textFor(field: QuotedField): fc.Arbitrary<Text> {
  const text = fc.oneof(
    { weight: 10, arbitrary: quotableText.map((candidate) => fitted(candidate, field)) },
    { weight: 1, arbitrary: fc.constantFrom('a'.repeat(field.minimum), '\\'.repeat(Math.min(field.maximum, 300))) },
  );
  return fc.tuple(text, fc.constantFrom('string', 'bytes', 'buffer')).map(([value, form]) => {
    const bytes = Buffer.from(value, 'utf8');
    return form === 'string' ? value : form === 'bytes' ? Uint8Array.from(bytes) : slicedBuffer(bytes.toString('latin1'));
  });
}

function fitted(text: string, field: QuotedField): string {
  let fitting = text;
  while (Buffer.byteLength(fitting) > field.maximum) fitting = fitting.slice(0, -1);
  return fitting.padEnd(fitting.length + Math.max(0, field.minimum - Buffer.byteLength(fitting)), 'x');
}

/** The bytes of a text in any of its forms. */
export function bytesOf(text: Text): Buffer {
  if (typeof text === 'string') return Buffer.from(text, 'utf8');
  return Buffer.from(text instanceof Uint8Array ? text : text.contents.subarray(0, text.length));
}

/** Values that this field refuses, each for a reason of its own. */
export function brokenValuesFor(field: Field): fc.Arbitrary<number | Text | undefined> {
  const missing = field.optional === true ? [] : [fc.constant(undefined)];
  switch (field.kind) {
    case 'integer':
      return fc.oneof(
        ...missing,
        fc.integer({ max: field.minimum - 1 }),
        fc.integer({ min: field.maximum + 1 }),
        fc.constantFrom(NaN, Infinity, -Infinity, field.minimum + 0.5, String(field.minimum)),
      );
    case 'quoted':
      return fc.oneof(...missing, ...brokenTexts(field), fc.integer());
    case 'word':
    case 'tail':
    case 'counted':
      return fc.oneof(...missing, fc.constantFrom('text', latin1('bytes'), 1));
  }
}

function brokenTexts(field: QuotedField): fc.Arbitrary<Text>[] {
  const tooLong = 'x'.repeat(field.maximum + 1);
  const broken: fc.Arbitrary<Text>[] = [fc.constantFrom(tooLong, latin1(tooLong), slicedBuffer(tooLong))];
  if (field.minimum > 0) broken.push(fc.constantFrom('', new Uint8Array(0), 'x'.repeat(field.minimum - 1)));
  if (field.oneOf !== undefined) broken.push(fc.constantFrom('OTHER', latin1(field.oneOf[0])));
  const hostile = fc.oneof(fc.integer({ min: 0, max: 0x1f }), fc.constantFrom(0x0d, 0x0a, 0x22, 0x7f, 0x1a, 0x1b));
  const room = Math.max(field.minimum, 1);
  const spoiled = fc.tuple(hostile, fc.nat(room - 1), fc.constantFrom('string', 'bytes', 'buffer')).map(([code, at, form]) => {
    const text = 'x'.repeat(at) + String.fromCharCode(code) + 'x'.repeat(room - 1 - at);
    return form === 'string' ? text : form === 'bytes' ? Uint8Array.from(latin1(text)) : slicedBuffer(text);
  });
  return [...broken, spoiled];
}
