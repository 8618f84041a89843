import fc from 'fast-check';

/** What AT framing is made of: a payload full of it must still be a payload. */
const FRAMING = [
  '\r\nOK\r\n',
  '\r\nERROR\r\n',
  '+MQTTBREAK: 1,1',
  '\r\n+MQTTCLOSE: 1,1\r\n',
  '\r\n+MIPCALL: 0\r\n',
  '\r\n> ',
  '"',
  '",',
  '\\22',
  '\x1a',
];

const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength, size: 'max' });

const framing = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc
    .array(fc.constantFrom(...FRAMING, 'a', 'line'), { maxLength: 40 })
    .map((parts) => Uint8Array.from(Buffer.from(parts.join('')).subarray(0, maxLength)));

/** Payloads of up to `maxLength` bytes: any bytes, or text full of AT framing. */
export function payloads(maxLength: number): fc.Arbitrary<Uint8Array> {
  return fc.oneof(bytes(maxLength), bytes(Math.min(maxLength, 140)), framing(maxLength));
}

/** Topic names in UTF-8, of 1 to 255 bytes, without what AT quotes cannot hold. */
export const topics: fc.Arbitrary<string> = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((topic) => isTopic(topic) && Buffer.byteLength(topic) <= 255);

function isTopic(topic: string): boolean {
  return [...topic].every((character) => character >= ' ' && !'"+#\x7f'.includes(character)) && !topic.startsWith('$');
}
