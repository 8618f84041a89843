import type { CellularError } from '../at/errors.js';

const ZERO = 0x30;
const CME = '+CME ERROR:';

/** The number of a `+CME ERROR: <n>`, -1 where the error is another or came in words. */
export function cmeCause(error: CellularError): number {
  const { result } = error;
  if (result === undefined || result.indexOf(CME) !== 0) return -1;
  let value = -1;
  for (let index = CME.length; index < result.length; index += 1) {
    const digit = result.charCodeAt(index) - ZERO;
    if (digit >= 0 && digit <= 9) value = (value < 0 ? 0 : value) * 10 + digit;
    else if (value >= 0 || result.charAt(index) !== ' ') return -1;
  }
  return value;
}
