import { MINUS, ZERO } from '../base/ascii.js';
import { writeDecimal } from '../base/decimal.js';
import { utf8Write } from '../base/utf8.js';

const POINT = 0x2e;
/** Below it a number has an exponent in JavaScript's text. */
const SMALLEST = 1e-6;
/** Up to here each whole number is a number of its own, and with fewer digits so is each decimal fraction. */
const LARGEST_WHOLE = 9007199254740991;
const FIFTEEN_DIGITS = 1e15;

/**
 * Writes a finite number as `JSON.stringify` does, and gives the offset behind it. Of one with up to fifteen digits, as what is
 * measured has, no string is made: the fewest decimals that give the number back are the ones that JavaScript writes, as no other
 * number of fifteen digits is as near.
 */
export function writeNumber(value: number, target: Uint8Array, offset: number): number {
  const size = Math.abs(value);
  if (size > LARGEST_WHOLE || (size < SMALLEST && size !== 0)) return writeText(value, target, offset);
  const whole = Math.floor(size);
  if (whole === size) return writeDecimal(size, target, value < 0 ? sign(target, offset) : offset);
  for (let decimals = 1, scale = 10; ; decimals += 1, scale *= 10) {
    const digits = Math.round(size * scale);
    if (digits >= FIFTEEN_DIGITS) return writeText(value, target, offset);
    if (digits / scale !== size) continue;
    const point = writeDecimal(whole, target, value < 0 ? sign(target, offset) : offset);
    target[point] = POINT;
    return writeFraction(digits - whole * scale, decimals, target, point + 1);
  }
}

function sign(target: Uint8Array, offset: number): number {
  target[offset] = MINUS;
  return offset + 1;
}

function writeFraction(fraction: number, decimals: number, target: Uint8Array, offset: number): number {
  let rest = fraction;
  for (let index = offset + decimals - 1; index >= offset; index -= 1) {
    const tenth = Math.floor(rest / 10);
    target[index] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return offset + decimals;
}

function writeText(value: number, target: Uint8Array, offset: number): number {
  return utf8Write(String(value), target, offset);
}
