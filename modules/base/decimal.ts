import { ZERO } from './ascii.js';

/** Digits of the largest power of ten that an integer of 32 bits holds, and that power. */
const DIGITS = 9;
const BILLION = 1e9;

/** Writes a whole number from 0 to 2^53 - 1 as decimal digits at `offset` and gives the offset behind; makes no string. */
export function writeDecimal(value: number, target: Uint8Array, offset: number): number {
  if (value < BILLION) return writeDigits(value, countOf(value), target, offset);
  const high = Math.floor(value / BILLION);
  return writeDigits(value - high * BILLION, DIGITS, target, writeDecimal(high, target, offset));
}

/** From the last one on, with whole numbers of 32 bits: an ESP32 has no hardware for others. */
function writeDigits(value: number, count: number, target: Uint8Array, offset: number): number {
  let rest = value | 0;
  for (let at = offset + count - 1; at >= offset; at -= 1) {
    const digit = rest % 10;
    target[at] = ZERO + digit;
    rest = ((rest - digit) / 10) | 0;
  }
  return offset + count;
}

function countOf(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count += 1;
  return count;
}
