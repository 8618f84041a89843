const DAY = 86_400_000;
const MINUTE = 60_000;
/** Milliseconds within which two clocks agree: less than half of the smallest zone. */
const AGREEMENT = 300_000;
const QUARTER_HOUR = 15;
/** UTC−12 to UTC+14, in quarter hours. */
const WESTERNMOST = -48;
const EASTERNMOST = 56;
/** Two-digit years from here on belong to the last century: module clocks start at 1970 or 1980, which in the west is 1969. */
const LAST_CENTURY = 69;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2099;
/** `yy/MM/dd,hh:mm:ss`, before the zone. */
const DIGITS_LENGTH = 17;
/** Digits of UTC, as ISO 8601 says it. */
const UTC_ZONE = 'Z';

/** One answer to `AT+CCLK?`. */
export interface ClockReading {
  /** UTC at the start of the second that was read, in milliseconds since 1970. */
  readonly utc: number;
  /** Minutes by which local time is ahead of UTC. */
  readonly offset: number;
  /** Year of the local date. */
  readonly year: number;
}

/**
 * Reads `yy/MM/dd,hh:mm:ss±zz`, or the same with a year of four digits: local digits, and their offset from UTC in quarter hours
 * (guide §6). Without a zone, or with `Z` for one, the digits are UTC. Blanks, a fraction of the second and what follows behind a
 * comma mean nothing. `undefined` for anything else.
 */
export function parseClock(told: string): ClockReading | undefined {
  const text = withoutBlanks(told);
  const year = yearOf(text);
  const rest = text.slice(text.indexOf('/') - 2);
  const isDateShaped = hasAt(rest, '/', 2) && hasAt(rest, '/', 5) && hasAt(rest, ',', 8);
  const isShaped = isDateShaped && hasAt(rest, ':', 11) && hasAt(rest, ':', 14);
  const offset = parseZone(rest);
  if (!isShaped || offset === undefined || year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  const month = twoDigits(rest, 3);
  const day = twoDigits(rest, 6);
  const hour = twoDigits(rest, 9);
  const minute = twoDigits(rest, 12);
  const second = twoDigits(rest, 15);
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  const isTime = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
  if (!isDate || !isTime) return undefined;
  const local = daysSince1970(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1000;
  return { utc: local - offset * MINUTE, offset, year };
}

/**
 * Whether the digits of a reading are UTC already, though a zone stands beside them. One line cannot tell; 3GPP TS 27.007 §8.15
 * has local digits, and so they are taken for, unless `isDoubtful` and UTC, `known` from earlier readings, is what the digits
 * say and not what they and their zone do.
 */
export function meansUtc(reading: ClockReading, known: number | undefined, isDoubtful: boolean): boolean {
  if (!isDoubtful || known === undefined || reading.offset === 0) return false;
  const digits = digitsAsUtc(reading).utc;
  return Math.abs(digits - known) < AGREEMENT && Math.abs(reading.utc - known) >= AGREEMENT;
}

/** The same digits, with the zone left out of account. */
export function digitsAsUtc(reading: ClockReading): ClockReading {
  return { ...reading, utc: reading.utc + reading.offset * MINUTE };
}

/** -1 where the text does not begin with one. */
function yearOf(text: string): number {
  const first = twoDigits(text, 0);
  if (first < 0) return -1;
  if (hasAt(text, '/', 2)) return first < LAST_CENTURY ? 2000 + first : 1900 + first;
  const last = twoDigits(text, 2);
  return last >= 0 && hasAt(text, '/', 4) ? 100 * first + last : -1;
}

function hasAt(text: string, separator: string, index: number): boolean {
  return text.charAt(index) === separator;
}

/** Minutes, or `undefined` where what follows the digits is no zone. */
function parseZone(text: string): number | undefined {
  const zone = fractionEnd(text);
  const sign = text.charAt(zone);
  if (isEnd(text, zone) || (sign === UTC_ZONE && isEnd(text, zone + 1))) return 0;
  const quarters = twoDigits(text, zone + 1);
  if (!isEnd(text, zone + 3) || quarters < 0 || (sign !== '+' && sign !== '-')) return undefined;
  const signed = sign === '-' ? 0 - quarters : quarters;
  return signed >= WESTERNMOST && signed <= EASTERNMOST ? signed * QUARTER_HOUR : undefined;
}

/** Behind the second and its fraction, where it has one. */
function fractionEnd(text: string): number {
  if (!hasAt(text, '.', DIGITS_LENGTH)) return DIGITS_LENGTH;
  let end = DIGITS_LENGTH + 1;
  while (text.charAt(end) >= '0' && text.charAt(end) <= '9') end += 1;
  return end;
}

function withoutBlanks(text: string): string {
  let rest = text;
  for (let blank = rest.indexOf(' '); blank >= 0; blank = rest.indexOf(' ')) rest = rest.slice(0, blank) + rest.slice(blank + 1);
  return rest;
}

function isEnd(text: string, index: number): boolean {
  return text.length === index || hasAt(text, ',', index);
}

/** The number that the two characters at `index` are, or -1. */
function twoDigits(text: string, index: number): number {
  const tens = text.charCodeAt(index) - 0x30;
  const ones = text.charCodeAt(index + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Right for 1901 to 2099, and two digits say no more. */
function isLeap(year: number): boolean {
  return year % 4 === 0;
}

/** Counted from March, so that the leap day is a year's last; no `Date`, which would be a global clock. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  // 1 March 1970 was day 59; 1972 is the first leap year after it.
  const years = marchYear - 1970;
  return years * 365 + Math.floor((marchYear - 1968) / 4) + dayOfYear + 59 - Math.floor((1970 - 1968) / 4);
}
