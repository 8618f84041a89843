import type { Digest, DigestAlgorithm } from '../../../modules/ports/digest.js';

/**
 * Digests for an engine without a host, as the suites run on it: RFC 1321, RFC 3174, FIPS 180-4 and RFC 2104, as they are written there.
 * tests/platforms/digest-stand-in.test.ts holds it against Node's own.
 */
export const nodeDigest: Digest = { hash, hmac };

const BLOCK = 64;
const HALVES = 0x100000000;

/** What is hashed, with its padding: a 1, zeros, and the number of bits in the last eight bytes. */
function padded(data: Uint8Array, isLittleEndian: boolean): DataView {
  const view = new DataView(new ArrayBuffer(Math.ceil((data.length + 9) / BLOCK) * BLOCK));
  new Uint8Array(view.buffer).set(data);
  view.setUint8(data.length, 0x80);
  const end = view.byteLength - 8;
  view.setUint32(isLittleEndian ? end : end + 4, (data.length * 8) >>> 0, isLittleEndian);
  view.setUint32(isLittleEndian ? end + 4 : end, Math.floor((data.length * 8) / HALVES), isLittleEndian);
  return view;
}

function hash(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array {
  if (algorithm === 'MD5') return written(blocks(padded(data, true), [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476], md5Block), true);
  const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  if (algorithm === 'SHA1') return written(blocks(padded(data, false), start, sha1Block), false);
  return written(blocks(padded(data, false), PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))), sha256Block), false);
}

function hmac(algorithm: DigestAlgorithm, key: Uint8Array, data: Uint8Array): Uint8Array {
  const short = key.length > BLOCK ? hash(algorithm, key) : key;
  const padding = (value: number): number[] => Array.from({ length: BLOCK }, (_, index) => (short[index] ?? 0) ^ value);
  const inner = hash(algorithm, Uint8Array.from([...padding(0x36), ...data]));
  return hash(algorithm, Uint8Array.from([...padding(0x5c), ...inner]));
}

type Block = (view: DataView, at: number, state: readonly number[]) => readonly number[];

function blocks(view: DataView, start: readonly number[], block: Block): readonly number[] {
  let state = start;
  for (let at = 0; at < view.byteLength; at += BLOCK) {
    const next = block(view, at, state);
    state = state.map((word, index) => (word + next[index]) | 0);
  }
  return state;
}

function written(words: readonly number[], isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  words.forEach((word, index) => view.setInt32(4 * index, word, isLittleEndian));
  return new Uint8Array(view.buffer);
}

const left = (word: number, count: number): number => (word << count) | (word >>> (32 - count));
/** The first 32 bits behind the point. */
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * HALVES) | 0;

const SHIFTS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

function md5Block(view: DataView, at: number, state: readonly number[]): readonly number[] {
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round];
    const word = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] % 16;
    const constant = Math.floor(Math.abs(Math.sin(step + 1)) * HALVES);
    const sum = (a + mixed + constant + view.getInt32(at + 4 * word, true)) | 0;
    [a, d, c, b] = [d, c, b, (b + left(sum, SHIFTS[round][step % 4])) | 0];
  }
  return [a, b, c, d];
}

function sha1Block(view: DataView, at: number, state: readonly number[]): readonly number[] {
  const words = Array.from({ length: 16 }, (_, index) => view.getInt32(at + 4 * index));
  for (let place = 16; place < 80; place += 1) {
    words.push(left(words[place - 3] ^ words[place - 8] ^ words[place - 14] ^ words[place - 16], 1));
  }
  let [a, b, c, d, e] = state;
  for (let step = 0; step < 80; step += 1) {
    const round = Math.floor(step / 20);
    const mixed = [(b & c) | (~b & d), b ^ c ^ d, (b & c) | (b & d) | (c & d), b ^ c ^ d][round];
    const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][round];
    [a, b, c, d, e] = [(left(a, 5) + mixed + e + constant + words[step]) | 0, a, left(b, 30), c, d];
  }
  return [a, b, c, d, e];
}

const PRIMES = primes(64);
const CONSTANTS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number += 1) if (found.every((prime) => number % prime !== 0)) found.push(number);
  return found;
}

function sha256Block(view: DataView, at: number, state: readonly number[]): readonly number[] {
  const words = Array.from({ length: 16 }, (_, index) => view.getInt32(at + 4 * index));
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [words[index - 15], words[index - 2]];
    const small = left(early, 25) ^ left(early, 14) ^ (early >>> 3);
    const large = left(late, 15) ^ left(late, 13) ^ (late >>> 10);
    words.push((words[index - 16] + small + words[index - 7] + large) | 0);
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let step = 0; step < 64; step += 1) {
    const one = (h + (left(e, 26) ^ left(e, 21) ^ left(e, 7)) + ((e & f) ^ (~e & g)) + CONSTANTS[step] + words[step]) | 0;
    const two = ((left(a, 30) ^ left(a, 19) ^ left(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h];
}
