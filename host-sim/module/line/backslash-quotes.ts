import { BACKSLASH, QUOTE } from '../../../modules/base/ascii.js';
import { utf8Bytes } from '../../../modules/base/utf8.js';

/** V.250 §5.4.2.2: a byte between quotes by its two hexadecimal digits. */
const ESCAPES = new Map([
  [QUOTE, utf8Bytes('\\22')],
  [BACKSLASH, utf8Bytes('\\5C')],
]);

/** A command line whose `\"` and `\\` between quotes are what V.250 writes for them, so that the rest of the module knows one form. */
export function withoutBackslashQuotes(line: Uint8Array): Uint8Array {
  const translated: number[] = [];
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const escape = isQuoted && line[at] === BACKSLASH ? ESCAPES.get(line[at + 1]) : undefined;
    if (line[at] === QUOTE) isQuoted = !isQuoted;
    if (escape === undefined) translated.push(line[at]);
    else translated.push(...escape);
    if (escape !== undefined) at += 1;
  }
  return Uint8Array.from(translated);
}
