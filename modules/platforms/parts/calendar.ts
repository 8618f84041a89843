import { utf8Text } from '../../firmware/platform-toolkit.js';

const DAY = 86400000;
const ZERO = 0x30;

/** Writes UTC in milliseconds since 1970 as `20260131T235959Z`, and gives the offset behind it. Allocates nothing. */
export function writeUtc(utc: number, target: Uint8Array, offset: number): number {
  // Civil date from a count of days (Howard Hinnant): years begin in March, and 146097 days are 400 of them.
  const days = Math.floor(utc / DAY) + 719468;
  const era = Math.floor(days / 146097);
  const dayOfEra = days - era * 146097;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / 146096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const seconds = Math.floor((utc % DAY) / 1000);
  let end = writeDigits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4, target, offset);
  end = writeDigits(month, 2, target, end);
  end = writeDigits(dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1, 2, target, end);
  target[end++] = 0x54;
  end = writeDigits(Math.floor(seconds / 3600), 2, target, end);
  end = writeDigits(Math.floor(seconds / 60) % 60, 2, target, end);
  end = writeDigits(seconds % 60, 2, target, end);
  target[end++] = 0x5a;
  return end;
}

/** The same down to the hour: `2026013123`. */
export function utcHour(utc: number): string {
  const bytes = new Uint8Array(16);
  writeUtc(utc, bytes, 0);
  return utf8Text(bytes, 0, 8) + utf8Text(bytes, 9, 11);
}

function writeDigits(value: number, count: number, target: Uint8Array, offset: number): number {
  let left = value;
  for (let index = count - 1; index >= 0; index -= 1) {
    target[offset + index] = ZERO + (left % 10);
    left = Math.floor(left / 10);
  }
  return offset + count;
}
