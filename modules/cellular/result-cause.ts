import type { CellularError } from '../base/errors.js';

const ZERO = 0x30;
const CME = '+CME ERROR:';

/**
 * The numbers that the driver acts on, and what modules say instead, though they were told to number (3GPP TS 27.007 §9.2). Letters
 * and digits alone, as `SIM not inserted.`, `"SIM not inserted"`, `U(SIM) not inserted` and `SIM_NOT_INSERTED` mean the same.
 */
const WORDS: readonly (readonly [words: string, number: number])[] = [
  ['operationnotallowed', 3],
  ['operationnotsupported', 4],
  ['simnotinserted', 10],
  ['simcardnotinserted', 10],
  ['nosim', 10],
  ['nosimcard', 10],
  ['simpinrequired', 11],
  ['simpukrequired', 12],
  ['simfailure', 13],
  ['simbusy', 14],
  ['simnotready', 14],
  ['simwrong', 15],
  ['incorrectpassword', 16],
  ['simpin2required', 17],
  ['simpuk2required', 18],
  ['nonetworkservice', 30],
];

/** The number of a `+CME ERROR: <n>`, or that of its words, which may stand behind it; -1 where the error is another. */
export function cmeCause(error: CellularError): number {
  const { result } = error;
  if (result === undefined || result.indexOf(CME) !== 0) return -1;
  const cause = result.slice(CME.length).trim();
  const number = numberIn(cause);
  return number >= 0 ? number : numberOf(wordsOf(cause));
}

/** The number with which the text begins, which ends with it or with a comma; -1 where it is none. */
function numberIn(text: string): number {
  const comma = text.indexOf(',');
  const end = comma < 0 ? text.length : comma;
  let value = end === 0 ? -1 : 0;
  for (let index = 0; index < end && value >= 0; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : -1;
  }
  return value;
}

/** Letters and digits of a text, in lower case, and a universal card for one that is not. */
function wordsOf(text: string): string {
  const lower = text.toLowerCase();
  let words = '';
  for (let index = 0; index < lower.length; index += 1) {
    const character = lower.charAt(index);
    if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) words += character;
  }
  return words.indexOf('usim') === 0 ? words.slice(1) : words;
}

function numberOf(words: string): number {
  for (let index = 0; index < WORDS.length; index += 1) if (WORDS[index][0] === words) return WORDS[index][1];
  return -1;
}
