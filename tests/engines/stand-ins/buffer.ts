import './globals.js';
import { latin1, text, utf8 } from '../../support/bytes.js';

/** What the suites use of Node's Buffer. */
export class Buffer extends Uint8Array {
  static alloc(length: number, fill = 0): Buffer {
    return new Buffer(length).fill(fill);
  }

  /** Another view of an ArrayBuffer; else a copy. */
  static override from(value: string | ArrayBufferLike | ArrayLike<number> | Iterable<number>, encoding?: unknown): Buffer {
    if (value instanceof ArrayBuffer) return new Buffer(value);
    if (encoding === 'base64') return Buffer.from(base64Bytes(value as string));
    if (typeof value === 'string') return Buffer.from(encoding === 'latin1' ? latin1Bytes(value) : utf8(value));
    const items = Array.isArray(value) || ArrayBuffer.isView(value) ? (value as Uint8Array) : Array.from(value as Iterable<number>);
    const buffer = new Buffer(items.length);
    buffer.set(items);
    return buffer;
  }

  static override of(...bytes: number[]): Buffer {
    return Buffer.from(bytes);
  }

  static byteLength(value: string): number {
    return utf8(value).length;
  }

  static compare(one: Uint8Array, other: Uint8Array): number {
    const length = Math.min(one.length, other.length);
    for (let index = 0; index < length; index += 1) {
      if (one[index] !== other[index]) return one[index] < other[index] ? -1 : 1;
    }
    return Math.sign(one.length - other.length);
  }

  static concat(parts: readonly Uint8Array[]): Buffer {
    const whole = new Buffer(parts.reduce((length, part) => length + part.length, 0));
    let end = 0;
    for (const part of parts) {
      whole.set(part, end);
      end += part.length;
    }
    return whole;
  }

  /** Node's takes the place of the bytes second. */
  writeUInt8(value: number, offset = 0): number {
    this[offset] = value;
    return offset + 1;
  }

  equals(other: Uint8Array): boolean {
    return this.length === other.length && this.every((byte, index) => byte === other[index]);
  }

  override toString(encoding = 'utf8', start = 0, end = this.length): string {
    const bytes = new Uint8Array(this.buffer, this.byteOffset, this.length).subarray(start, end);
    if (encoding === 'latin1') return latin1(bytes);
    if (encoding === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return text(bytes);
  }
}

/** By way of UTF-8, for on XS a look at one character of a string goes through all those before it. */
function latin1Bytes(characters: string): Uint8Array {
  const bytes = utf8(characters);
  if (bytes.length === characters.length) return bytes;
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    bytes[length] = byte < 0x80 ? byte : ((byte & 0x03) << 6) | (bytes[(index += 1)] & 0x3f);
    length += 1;
  }
  return bytes.subarray(0, length);
}

const BASE64 = utf8('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 0x3d;

function base64Bytes(characters: string): Uint8Array {
  const digits = utf8(characters).filter((digit) => digit !== PADDING);
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  for (let index = 0; index < bytes.length; index += 1) {
    const first = Math.floor((index * 4) / 3);
    const shift = 2 * ((index % 3) + 1);
    bytes[index] = (BASE64.indexOf(digits[first]) << shift) | (BASE64.indexOf(digits[first + 1]) >> (6 - shift));
  }
  return bytes;
}
