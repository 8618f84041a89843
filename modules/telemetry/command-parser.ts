/**
 * Reads a command: `{"interval": 60}`, whole seconds from 1 to 86400, with JSON's white space anywhere.
 *
 * By hand rather than with JSON.parse, which on XS takes a key slot for ever for each new property name (a sender of
 * random names would use them up), and throws, and recurses. What is JSON but not this shape is refused by name: other
 * properties, escapes in the name, numbers with a sign, a fraction or an exponent.
 */
export type CommandResult =
  | { readonly isAccepted: true; readonly interval: number }
  | { readonly isAccepted: false; readonly reason: CommandRefusal };

/** Why a command was refused, as the response says it. */
export type CommandRefusal =
  /** More bytes than a command may have. */
  | 'too-long'
  /** Not an object with one property. */
  | 'malformed'
  /** A property other than `interval`. */
  | 'unknown-property'
  /** The value is no whole number without sign, fraction and exponent. */
  | 'not-a-whole-number'
  /** Below 1 or above 86400. */
  | 'out-of-range';

/** Seconds. */
export const SHORTEST_INTERVAL = 1;
export const LONGEST_INTERVAL = 86400;

const QUOTE = 0x22;
const COLON = 0x3a;
const ZERO = 0x30;
const NINE = 0x39;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const NAME = 'interval';

export function parseCommand(bytes: Uint8Array, byteLength: number): CommandResult {
  const last = skipBackwards(bytes, byteLength - 1);
  let at = skipBlanks(bytes, 0, byteLength);
  if (last <= at || bytes[at] !== OPENING_BRACE || bytes[last] !== CLOSING_BRACE) return refusal('malformed');
  at = skipBlanks(bytes, at + 1, last);
  if (bytes[at] !== QUOTE) return refusal('malformed');
  const nameAt = at + 1;
  const nameEnd = bytes.indexOf(QUOTE, nameAt);
  if (nameEnd < 0 || nameEnd >= last) return refusal('malformed');
  if (!isName(bytes, nameAt, nameEnd)) return refusal('unknown-property');
  at = skipBlanks(bytes, nameEnd + 1, last);
  if (bytes[at] !== COLON) return refusal('malformed');
  return interval(bytes, skipBlanks(bytes, at + 1, last), skipBackwards(bytes, last - 1) + 1);
}

function interval(bytes: Uint8Array, start: number, end: number): CommandResult {
  if (start >= end) return refusal('malformed');
  const hasLeadingZero = bytes[start] === ZERO && end - start > 1;
  if (hasLeadingZero) return refusal('not-a-whole-number');
  let value = 0;
  for (let index = start; index < end; index += 1) {
    if (bytes[index] < ZERO || bytes[index] > NINE) return refusal('not-a-whole-number');
    // A number of any length stays finite and out of range.
    value = Math.min(value * 10 + bytes[index] - ZERO, LONGEST_INTERVAL + 1);
  }
  return value < SHORTEST_INTERVAL || value > LONGEST_INTERVAL ? refusal('out-of-range') : { isAccepted: true, interval: value };
}

function refusal(reason: CommandRefusal): CommandResult {
  return { isAccepted: false, reason };
}

function isName(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== NAME.length) return false;
  for (let index = 0; index < NAME.length; index += 1) if (bytes[start + index] !== NAME.charCodeAt(index)) return false;
  return true;
}

function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (index < end && isBlank(bytes[index])) index += 1;
  return index;
}

function skipBackwards(bytes: Uint8Array, start: number): number {
  let index = start;
  while (index >= 0 && isBlank(bytes[index])) index -= 1;
  return index;
}

/** JSON's white space. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
