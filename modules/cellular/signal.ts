/** A value up to this is weak, in the guide's word. */
const WEAK = 12;
/** A value from this on is strong, in the guide's word. */
const STRONG = 21;
const STRONGEST = 31;

/** How strong a signal is, in a word. */
export type Strength = 'unknown' | 'weak' | 'moderate' | 'strong';

/** The received power in dBm (−113 to −51) for the first value of `+CSQ`; `undefined` where that is none (99 is unknown). */
export function signalPower(value: number): number | undefined {
  return value >= 0 && value <= STRONGEST ? -113 + 2 * value : undefined;
}

/** The guide's judgement (§3.1) of the first value of `+CSQ`. */
export function signalStrength(value: number): Strength {
  if (signalPower(value) === undefined) return 'unknown';
  if (value <= WEAK) return 'weak';
  return value >= STRONG ? 'strong' : 'moderate';
}
