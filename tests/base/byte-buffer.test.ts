import test from 'ava';
import { bytesOf, NOTHING, textBytes, type ByteBuffer } from '../../modules/base/byte-buffer.js';

const memory = Uint8Array.from([9, 65, 66, 67, 9]).buffer;

test('a Uint8Array is given back as it is', (t) => {
  const bytes = new Uint8Array(memory, 1, 3);
  t.is(bytesOf(bytes, 'data'), bytes);
});

const KINDS: Readonly<Record<string, ByteBuffer>> = {
  'an Int8Array': new Int8Array(memory, 1, 3),
  'a Uint8ClampedArray': new Uint8ClampedArray(memory, 1, 3),
  'a DataView': new DataView(memory, 1, 3),
  'an ArrayBuffer': memory.slice(1, 4),
};

for (const [kind, data] of Object.entries(KINDS)) {
  test(`${kind} is its bytes, none beside them and none copied`, (t) => {
    const bytes = bytesOf(data, 'data');
    t.deepEqual([...bytes], [65, 66, 67]);
    t.is(bytes.buffer, data instanceof ArrayBuffer ? data : data.buffer);
  });
}

const REFUSED: Readonly<Record<string, unknown>> = {
  'a view with larger elements': new Uint16Array(2),
  'a list of numbers': [65, 66],
  'what only looks like a view': { buffer: [65], byteOffset: 0, byteLength: 1, length: 1 },
  'a number': 5,
  'null': null,
  'nothing': undefined,
};

for (const [kind, data] of Object.entries(REFUSED)) {
  test(`${kind} is no Byte Buffer`, (t) => {
    const error = t.throws(() => bytesOf(data as ByteBuffer, 'payload'), { code: 'invalid-argument' });
    t.regex(error.message, /payload: must be a Byte Buffer/);
  });
}

test('a text is its UTF-8, and what is no text its bytes', (t) => {
  t.deepEqual([...textBytes('é', 'data')], [0xc3, 0xa9]);
  t.deepEqual([...textBytes(new DataView(memory, 2, 1), 'data')], [66]);
  t.throws(() => textBytes(5 as unknown as string, 'data'), { code: 'invalid-argument' });
});

test('nothing is no bytes', (t) => t.is(NOTHING.length, 0));
