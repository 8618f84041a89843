import { ZERO } from './ascii.js';

/** Writes a whole number from 0 to 2^53 - 1 as decimal digits at `offset` and gives the offset behind; makes no string. */
export function writeDecimal(value: number, target: Uint8Array, offset: number): number {
  if (value < 10) {
    target[offset] = ZERO + value;
    return offset + 1;
  }
  let divisor = 10;
  while (value / divisor >= 10) divisor *= 10;
  let rest = value;
  while (divisor >= 1) {
    const digit = Math.floor(rest / divisor);
    target[offset++] = ZERO + digit;
    rest -= digit * divisor;
    divisor /= 10;
  }
  return offset;
}
