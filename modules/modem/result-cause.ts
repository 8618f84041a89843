import type { CellularError } from '../at/errors.js';

const ZERO = 0x30;
const CME = '+CME ERROR:';
/** Some modules write `(U)SIM`. */
const UNIVERSAL = '(u)';

/** The numbers that the driver acts on, and what modules say instead, though they were told to number (3GPP TS 27.007 §9.2). */
const WORDS: readonly (readonly [words: string, number: number])[] = [
  ['operation not allowed', 3],
  ['operation not supported', 4],
  ['sim not inserted', 10],
  ['sim card not inserted', 10],
  ['no sim card', 10],
  ['sim pin required', 11],
  ['sim puk required', 12],
  ['sim failure', 13],
  ['sim busy', 14],
  ['sim not ready', 14],
  ['sim wrong', 15],
  ['incorrect password', 16],
  ['sim pin2 required', 17],
  ['sim puk2 required', 18],
  ['no network service', 30],
];

/** The number of a `+CME ERROR: <n>`, or that of its words; -1 where the error is another. */
export function cmeCause(error: CellularError): number {
  const { result } = error;
  if (result === undefined || result.indexOf(CME) !== 0) return -1;
  const cause = result.slice(CME.length).trim();
  const number = numberIn(cause);
  return number >= 0 ? number : numberOf(cause.toLowerCase().replace(UNIVERSAL, ''));
}

/** -1 where it is none. */
function numberIn(text: string): number {
  let value = text.length === 0 ? -1 : 0;
  for (let index = 0; index < text.length && value >= 0; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : -1;
  }
  return value;
}

function numberOf(words: string): number {
  for (let index = 0; index < WORDS.length; index += 1) if (WORDS[index][0] === words) return WORDS[index][1];
  return -1;
}
