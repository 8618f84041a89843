import type { Invariant } from '../../host-sim/soak/violation.js';

/** A small change that would matter in the field, and who must notice it. */
export interface Sabotage {
  /** What is wrong then. */
  readonly title: string;
  /** The end of the path of a source file, which no other file's has: `sampler.ts`, or `broker/model/session.ts`. */
  readonly file: string;
  /** A text that the file has exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  readonly noticedBy: Suites | SoakSeed;
}

/** Paths below `tests`, without their ending: one of their tests has to fail, and not by getting stuck. */
export type Suites = readonly string[];

/** A run of the soak that has to break this invariant. */
export interface SoakSeed {
  readonly seed: number;
  readonly days: number;
  readonly invariant: Invariant;
}
