import { invalidArgument } from '../base/errors.js';

/**
 * The units of GPRS timers, shortest first: seconds, and the three bits that mean them. A timer is a whole number of units,
 * at most 31.
 */
type Units = readonly (readonly [seconds: number, bits: number])[];

/** GPRS timer 3 (3GPP TS 24.008 §10.5.7.4a): the time between two periodic updates, T3412 extended. */
const UPDATE_UNITS: Units = [
  [2, 0b011],
  [30, 0b100],
  [60, 0b101],
  [600, 0b000],
  [3600, 0b001],
  [36000, 0b010],
  [1152000, 0b110],
];
/** GPRS timer 2 (3GPP TS 24.008 §10.5.7.3): the active time, T3324. */
const ACTIVE_UNITS: Units = [
  [2, 0b000],
  [60, 0b001],
  [360, 0b010],
];
const LONGEST = 31;

/** eDRX cycles of LTE in seconds, by the code that means them (3GPP TS 24.008 table 10.5.5.32; 4, 6, 7, 8 are 20.48 there). */
const CYCLES: readonly (readonly [seconds: number, code: number])[] = [
  [5.12, 0],
  [10.24, 1],
  [20.48, 2],
  [40.96, 3],
  [81.92, 5],
  [163.84, 9],
  [327.68, 10],
  [655.36, 11],
  [1310.72, 12],
  [2621.44, 13],
];

/** `AT+CPSMS`'s code for at least so many seconds between two updates: 2 to 35,712,000. Throws `invalid-argument`. */
export function updateTimer(seconds: number): string {
  return timer('update', seconds, UPDATE_UNITS);
}

/** `AT+CPSMS`'s code for at least so many seconds of being reachable after an update: 2 to 11,160. Throws `invalid-argument`. */
export function activeTimer(seconds: number): string {
  return timer('active', seconds, ACTIVE_UNITS);
}

/** `AT+CEDRXS`'s code for the LTE cycle of at least so many seconds: up to 2,621.44. Throws `invalid-argument`. */
export function receptionCycle(seconds: number): string {
  const isNumber = typeof seconds === 'number';
  for (let index = 0; index < CYCLES.length && isNumber && seconds > 0; index += 1) {
    if (CYCLES[index][0] >= seconds) return bits(CYCLES[index][1], 4);
  }
  throw invalidArgument('cycle', 'must be more than 0 and at most 2621.44 seconds', '3GPP TS 24.008 §10.5.5.32');
}

function timer(name: string, seconds: number, units: Units): string {
  const [shortest] = units[0];
  const isNumber = typeof seconds === 'number';
  for (let index = 0; index < units.length && isNumber && seconds >= shortest; index += 1) {
    const [unit, code] = units[index];
    const count = Math.ceil(seconds / unit);
    if (count <= LONGEST) return bits(code, 3) + bits(count, 5);
  }
  const longest = units[units.length - 1][0] * LONGEST;
  throw invalidArgument(name, `must be ${shortest} to ${longest} seconds`, '3GPP TS 27.007 §7.38');
}

function bits(value: number, count: number): string {
  let text = '';
  for (let bit = count - 1; bit >= 0; bit -= 1) text += (value >> bit) & 1 ? '1' : '0';
  return text;
}
