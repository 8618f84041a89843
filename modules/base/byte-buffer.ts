import { invalidArgument } from './errors.js';
import { utf8Bytes } from './utf8.js';

/** ECMA-419's Byte Buffer: an ArrayBuffer, or a view of one whose elements are bytes. */
export type ByteBuffer = ArrayBuffer | Uint8Array | Int8Array | Uint8ClampedArray | DataView;

/** No bytes. */
export const NOTHING = new Uint8Array(0);

/** What makes a view of an object; a DataView has no `length`. */
type View = Partial<Pick<Uint8Array, 'buffer' | 'byteOffset' | 'byteLength' | 'length'>>;

/** The bytes of a Byte Buffer, not copied; a `Uint8Array` is given back as it is. Throws `invalid-argument`. */
export function bytesOf(data: ByteBuffer, argument: string): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  // Espruino has no ArrayBuffer.isView. A view with larger elements has fewer of them than bytes.
  const { buffer, byteOffset, byteLength, length }: View = data ?? {};
  if (buffer instanceof ArrayBuffer && (length ?? byteLength) === byteLength) {
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  throw invalidArgument(argument, 'must be a Byte Buffer', 'ECMA-419 §9');
}

/** The bytes of a string or Byte Buffer. */
export function textBytes(text: string | ByteBuffer, argument: string): Uint8Array {
  return typeof text === 'string' ? utf8Bytes(text) : bytesOf(text, argument);
}
