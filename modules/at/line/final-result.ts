import { BLANK, COLON, PLUS } from '../../base/ascii.js';

/** What a line says about the command under way. */
export const NOT_FINAL = 0;
export const FINAL_OK = 1;
export const FINAL_ERROR = 2;

const O = 0x4f;
const K = 0x4b;
/** `ERROR` as bytes; every error result holds this word in full. */
const ERROR = [0x45, 0x52, 0x52, 0x4f, 0x52] as const;
/** The longest word before ` ERROR:`; `+TCPIP ERROR: 631` was seen. */
const WORD_LIMIT = 12;

/**
 * Whether the line from `start` to `end` is a final result code: `OK`, `ERROR`, `+CME ERROR: <number or text>`, `+CMS ERROR: …`
 * or any other `+WORD ERROR: …`. Judged from the line's start, never by a substring.
 */
export function finalResult(bytes: Uint8Array, mask: number, start: number, end: number): number {
  const first = bytes[start & mask];
  if (first === O) return end - start === 2 && bytes[(start + 1) & mask] === K ? FINAL_OK : NOT_FINAL;
  if (first === ERROR[0]) return end - start === ERROR.length && isErrorWord(bytes, mask, start, end) ? FINAL_ERROR : NOT_FINAL;
  if (first !== PLUS) return NOT_FINAL;
  const last = end < start + WORD_LIMIT ? end : start + WORD_LIMIT;
  for (let position = start + 1; position < last; position += 1) {
    const byte = bytes[position & mask];
    if (byte === BLANK) return isErrorWord(bytes, mask, position + 1, end) ? FINAL_ERROR : NOT_FINAL;
    if (byte < 0x41 || byte > 0x5a) return NOT_FINAL;
  }
  return NOT_FINAL;
}

/** `ERROR`, with nothing or a colon behind it. */
function isErrorWord(bytes: Uint8Array, mask: number, start: number, end: number): boolean {
  const behind = start + ERROR.length;
  if (behind > end || (behind < end && bytes[behind & mask] !== COLON)) return false;
  for (let index = 0; index < ERROR.length; index += 1) if (bytes[(start + index) & mask] !== ERROR[index]) return false;
  return true;
}
