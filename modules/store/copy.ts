import { crc32 } from '../firmware/store-toolkit.js';

/**
 * How a copy lies in the storage: a CRC-32 of what follows, a number that rises with each write, and the value. Numbers are big-endian, so
 * that what one host has written another can read.
 */
export const COPY_HEAD = 8;
const SEQUENCE = 4;
/** Starts the CRC: another layout would have another one, and what it wrote would not pass for this. */
const LAYOUT = 0x636e7331;

/** Completes a copy whose value is there. */
export function writeHead(bytes: Uint8Array, sequence: number): void {
  const fields = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  fields.setUint32(SEQUENCE, sequence);
  fields.setUint32(0, crcOf(bytes) >>> 0);
}

/** Whether the bytes are a copy as it was written. */
export function isIntact(bytes: Uint8Array): boolean {
  return bytes.length >= COPY_HEAD && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0) === crcOf(bytes) >>> 0;
}

/** Of an intact one. */
export function sequenceOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(SEQUENCE);
}

/** In a buffer of whole words: a view of the storage's own may begin anywhere. */
function crcOf(bytes: Uint8Array): number {
  const length = bytes.length - SEQUENCE;
  const words = new Int32Array((length + 3) >> 2);
  new Uint8Array(words.buffer).set(bytes.subarray(SEQUENCE));
  return crc32(words, 0, length, LAYOUT);
}
