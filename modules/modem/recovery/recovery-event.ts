import type { RungName } from './rung-name.js';
import type { Trouble } from './troubles.js';

/** What became of a rung: it was begun, left out, has not helped, or has. */
export type RungOutcome = 'begun' | 'skipped' | 'failed' | 'cured';

/** Why a rung is left out. */
export type Obstacle =
  /** It cannot cure this trouble. */
  | 'no-cure'
  /** It takes a module that answers. */
  | 'no-answer'
  /** The pin or the callback that it takes was not given. */
  | 'not-configured';

/** One rung of the recovery ladder that was climbed or skipped. */
export interface RecoveryEvent {
  /** Which. */
  readonly rung: RungName;
  /** What became of it. */
  readonly outcome: RungOutcome;
  /** What it is, or was, against. */
  readonly trouble: Trouble;
  /** Why: the error that led here, or for a skipped rung the obstacle. */
  readonly reason: string;
  /** Milliseconds: `failed`, since the rung was begun; `cured`, since the trouble began; otherwise 0. */
  readonly duration: number;
  /** Absent but where the rung was skipped. */
  readonly obstacle?: Obstacle;
}

/** How a rung has fared since the modem was made. */
export interface RungCounters {
  /** Which. */
  readonly rung: RungName;
  /** How often it was climbed. */
  begun: number;
  /** How often it was left out. */
  skipped: number;
  /** How often the trouble was still there afterwards. */
  failed: number;
  /** How often the trouble was gone. */
  cured: number;
  /** Milliseconds from its begin to its outcome, summed up. */
  time: number;
}
