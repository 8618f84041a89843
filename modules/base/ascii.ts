/** The bytes that AT framing is made of. */
export const LF = 0x0a;
/** Carriage return: it ends a command. */
export const CR = 0x0d;
/** A space. */
export const BLANK = 0x20;
/** `"` */
export const QUOTE = 0x22;
/** `+` */
export const PLUS = 0x2b;
/** `,` */
export const COMMA = 0x2c;
/** `-` */
export const MINUS = 0x2d;
/** `0` */
export const ZERO = 0x30;
/** `9` */
export const NINE = 0x39;
/** `:` */
export const COLON = 0x3a;
/** `>` */
export const PROMPT_SIGN = 0x3e;
/** `A` */
export const LETTER_A = 0x41;
/** `\\` */
export const BACKSLASH = 0x5c;
/** Delete. */
export const DELETE = 0x7f;

/** The value of a hexadecimal digit, or -1. */
export function hexadecimalValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return -1;
}

/** The digit's byte, upper case as V.250 examples have it. */
export function hexadecimalDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x37 + value;
}
