import fc from 'fast-check';
import type { Encoding, Reading } from '../../modules/encodings/encoding.js';

/** What an encoding makes of a value. */
export function written(encoding: Encoding, value: unknown, room = 512): Uint8Array {
  const target = new Uint8Array(room + 8).fill(0xaa);
  const end = encoding.write(value, target.subarray(0, room + 4), 4);
  if (target.subarray(0, 4).some((byte) => byte !== 0xaa)) throw new Error('wrote before the offset');
  return target.slice(4, end);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** Numbers as sensors have them, and as they do not. */
export const numbers = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  // What is measured: some digits, and where the point stands among them.
  fc
    .tuple(fc.integer({ min: -99999999, max: 99999999 }), fc.integer({ min: 0, max: 12 }))
    .map(([digits, decimals]) => digits / 10 ** decimals),
  // Halves: whole multiples of 2^-24.
  fc.tuple(fc.integer({ min: -2047, max: 2047 }), fc.integer({ min: -24, max: 6 })).map(([digits, exponent]) => digits * 2 ** exponent),
);

/** Names as they are, long ones, and some that sort by their bytes in another way than by their units. */
const names = fc.oneof(
  fc.constantFrom('temperature', 'humidity', 'b', 'aa', 'é', '\uffee', '\u{1f600}'),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

/** Samples up to the depth that is allowed. */
export const samples = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 3 },
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.dictionary(names, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    fc.array(tie('value'), { maxLength: 5 }),
  ),
})).value;

export function readingOf(fields: Partial<Reading>, sample: Uint8Array, sensor = 'air'): Reading {
  const name = new TextEncoder().encode(sensor);
  const bytes = new Uint8Array(name.length + sample.length);
  bytes.set(name);
  bytes.set(sample, name.length);
  return {
    sequence: 17,
    time: undefined,
    uncertainty: undefined,
    age: undefined,
    boot: undefined,
    uptime: undefined,
    after: undefined,
    isRefused: false,
    ...fields,
    bytes,
    nameStart: 0,
    nameEnd: name.length,
    sampleStart: name.length,
    sampleEnd: bytes.length,
  };
}

/** Each form that a reading may have, as the fields that JSON gives it. */
export const FORMS: readonly (Partial<Reading> & { readonly sequence: number })[] = [
  { sequence: 17, time: 1767225600123 },
  { sequence: 17, time: 1767225600000, uncertainty: 1702 },
  { sequence: 3, age: 125310 },
  { sequence: 2, boot: 4, uptime: 10000 },
  { sequence: 2, boot: 4, after: 1767225400000 },
  { sequence: 2 },
  { sequence: 2 ** 32 + 1, time: 1767225600000, isRefused: true },
];

/** The readings as messages of their own, and as one batch. */
export function messagesOf(encoding: Encoding, readings: readonly Reading[]): { readonly alone: Uint8Array[]; readonly batch: Uint8Array } {
  const start = encoding.batchHeadLength(readings.length);
  const target = new Uint8Array(readings.length * 700 + 10);
  const alone = readings.map((reading) => target.slice(0, encoding.writeReading(reading, -1, target, 0)));
  let end = start;
  readings.forEach((reading, place) => (end = encoding.writeReading(reading, place, target, end)));
  encoding.closeBatch(readings.length, target, start, end);
  return { alone, batch: target.slice(0, end + encoding.batchTailLength) };
}
