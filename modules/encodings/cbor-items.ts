/** Major types of RFC 8949 §3.1, in the place where they have them in an item's first byte. */
export const UNSIGNED = 0x00;
export const NEGATIVE = 0x20;
export const TEXT = 0x60;
export const ARRAY = 0x80;
export const MAP = 0xa0;
/** Whole items. */
export const FALSE = 0xf4;
export const TRUE = 0xf5;
export const NULL = 0xf6;
/** Behind each of them follow so many bytes. */
const HALF = 0xf9;
const SINGLE = 0xfa;
const DOUBLE = 0xfb;

/** In an item's first byte: what follows is one byte, or twice as many for each that is added. */
const ONE_BYTE = 24;
const TWO_BYTES = 25;
const FOUR_BYTES = 26;
const EIGHT_BYTES = 27;
const TWO_TO_32 = 4294967296;
const LARGEST_WHOLE = 9007199254740991;

/** Writes an item's head, in its shortest form: `argument` is a whole number, up to 2^53 - 1. Gives the offset behind it. */
export function writeItemHead(major: number, argument: number, target: Uint8Array, offset: number): number {
  if (argument < ONE_BYTE) {
    target[offset] = major + argument;
    return offset + 1;
  }
  if (argument < 0x100) return writeItem(major + ONE_BYTE, argument, 1, target, offset);
  if (argument < 0x10000) return writeItem(major + TWO_BYTES, argument, 2, target, offset);
  if (argument < TWO_TO_32) return writeItem(major + FOUR_BYTES, argument, 4, target, offset);
  const high = Math.floor(argument / TWO_TO_32);
  const end = writeItem(major + EIGHT_BYTES, high, 4, target, offset);
  return writeBigEndian(argument - high * TWO_TO_32, 4, target, end);
}

/**
 * Writes finite numbers in the shortest form that keeps them: whole ones as such, others as the shortest float (RFC 8949 §4.2.1, §4.2.2
 * with whole numbers as whole numbers). Its buffer is made once.
 */
export class NumberItems {
  readonly #bits = new DataView(new ArrayBuffer(8));

  /** Gives the offset behind it. */
  write(value: number, target: Uint8Array, offset: number): number {
    const isWhole = Math.floor(value) === value && Math.abs(value) <= LARGEST_WHOLE;
    // -0 is a number of its own: 1 / -0 is below 0.
    if (isWhole && (value > 0 || (value === 0 && 1 / value > 0))) return writeItemHead(UNSIGNED, value, target, offset);
    if (isWhole && value < 0) return writeItemHead(NEGATIVE, -1 - value, target, offset);
    const bits = this.#bits;
    bits.setFloat32(0, value);
    if (bits.getFloat32(0) !== value) {
      bits.setFloat64(0, value);
      return writeBigEndian(bits.getUint32(4), 4, target, writeItem(DOUBLE, bits.getUint32(0), 4, target, offset));
    }
    const single = bits.getUint32(0);
    const half = halfOf(single);
    return half < 0 ? writeItem(SINGLE, single, 4, target, offset) : writeItem(HALF, half, 2, target, offset);
  }
}

/** The bits of the half-precision float that is the same number as the single-precision one with these bits; -1 where there is none. */
function halfOf(single: number): number {
  const sign = single >= 0x80000000 ? 0x8000 : 0;
  const exponent = ((single >>> 23) & 0xff) - 127;
  const fraction = single & 0x7fffff;
  if (exponent >= -14 && exponent <= 15) return (fraction & 0x1fff) === 0 ? sign | ((exponent + 15) << 10) | (fraction >> 13) : -1;
  if ((single & 0x7fffffff) === 0) return sign;
  // Below 2^-14 a half has no exponent any more, and loses a bit of its fraction with each power of two.
  if (exponent < -24 || exponent > 15) return -1;
  const whole = fraction | 0x800000;
  const lost = -1 - exponent;
  return (whole & ((1 << lost) - 1)) === 0 ? sign | (whole >> lost) : -1;
}

function writeItem(first: number, value: number, count: number, target: Uint8Array, offset: number): number {
  target[offset] = first;
  return writeBigEndian(value, count, target, offset + 1);
}

function writeBigEndian(value: number, count: number, target: Uint8Array, offset: number): number {
  let rest = value;
  for (let index = offset + count - 1; index >= offset; index -= 1) {
    target[index] = rest & 0xff;
    rest = Math.floor(rest / 0x100);
  }
  return offset + count;
}
