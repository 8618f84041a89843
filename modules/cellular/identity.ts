import type { FieldReader } from '../at/line/field-reader.js';
import { hexadecimalValue } from '../base/ascii.js';

const ZERO = 0x30;
const NINE = 0x39;
const HIGHEST_DECIMAL = 9;
const HIGHEST_HEXADECIMAL = 15;
const IMEI_DIGITS = 15;
/** An issuer identifier begins so (ITU-T E.118): 89 is telecommunications. */
const TELECOMMUNICATIONS = '89';
const SHORTEST_ICCID = 18;
const LONGEST_ICCID = 22;

/**
 * What modules write in a line of its own while they start, or V.250 has for calls: no name of theirs, though it stands where
 * one was asked for.
 */
const NO_NAMES: readonly string[] = [
  'RING',
  'NO CARRIER',
  'NO DIALTONE',
  'NO ANSWER',
  'BUSY',
  'CONNECT',
  'RDY',
  'SIM READY',
  'PB READY',
  'PBREADY',
  'SMS DONE',
  'SMS READY',
  'CALL READY',
  'PB DONE',
  'AT READY',
  'AT COMMAND READY',
  'NORMAL POWER DOWN',
];
/** `DST: 0`, daylight saving time. */
const DAYLIGHT_SAVING = 'DST:';

/** Whether the first field of a line is an IMEI: 15 digits. A wrong check digit does not make another thing of it. */
export function isImei(fields: FieldReader): boolean {
  const text = fields.textAt(0);
  return text.length === IMEI_DIGITS && isOfDigits(text, HIGHEST_DECIMAL);
}

/** Whether the first field of a line is an ICCID: 18 to 22 digits that begin with 89, among which Chinese cards have A to F. */
export function isIccid(fields: FieldReader): boolean {
  const text = fields.textAt(0);
  const { length } = text;
  const fits = length >= SHORTEST_ICCID && length <= LONGEST_ICCID;
  return fits && text.indexOf(TELECOMMUNICATIONS) === 0 && isOfDigits(text, HIGHEST_HEXADECIMAL);
}

/** With such a sign the URCs of a vendor begin: `^SIMST: 1`, `*PSUTTZ: …`, `%NWSTAT: 1`, `$QCSIMSTAT: 1`. */
const URC_SIGNS = '^*%$#';

/** Whether the first field of a line can be a name, of a model or its revision: none of the words that come unasked. */
export function isName(fields: FieldReader): boolean {
  const word = fields.textAt(0).toUpperCase();
  if (word.length === 0 || URC_SIGNS.indexOf(word.charAt(0)) >= 0) return false;
  return word.indexOf(DAYLIGHT_SAVING) !== 0 && NO_NAMES.indexOf(word) < 0;
}

/** Whether the last of an IMEI's digits is the one that the others make (3GPP TS 23.003 annex B). */
export function hasRightCheckDigit(imei: string): boolean {
  let sum = 0;
  for (let index = 0; index < imei.length; index += 1) {
    const digit = imei.charCodeAt(index) - ZERO;
    const doubled = index % 2 === 0 ? digit : 2 * digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isOfDigits(text: string, highest: number): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isDecimal = code >= ZERO && code <= NINE;
    if (!isDecimal && (highest === HIGHEST_DECIMAL || hexadecimalValue(code) < 0)) return false;
  }
  return true;
}
