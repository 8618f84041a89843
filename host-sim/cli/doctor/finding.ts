/** What is looked at, in this order: each needs those before it. */
export const CHECKS = ['module', 'SIM', 'signal', 'registration', 'data call', 'clock', 'TLS', 'MQTT'] as const;

export type Check = (typeof CHECKS)[number];

/** `weak`: it works, and may soon not. `skipped`: nobody asked for it, or something before it is wrong. */
export type Verdict = 'good' | 'weak' | 'wrong' | 'skipped';

/** What came of one check, in plain words. */
export interface Finding {
  readonly check: Check;
  readonly verdict: Verdict;
  readonly text: string;
  /** What to try, the likeliest first. */
  readonly advice: readonly string[];
}
