import type { Trouble } from './troubles.js';

/** How far up the ladder one trouble stands. */
export interface Standing {
  readonly trouble: Trouble;
  /** Whether the trouble is there. */
  isOpen: boolean;
  /** When it began, on the monotonic clock. */
  since: number;
  failures: number;
  /** What failed last. */
  reason: string;
  /** Index of the rung that is under way, or next. */
  position: number;
  /** How often that rung was begun in this pass. */
  attempts: number;
  /** Passes over the whole ladder that have not helped. */
  pass: number;
  /** When the planned rung may be begun. */
  due: number | undefined;
  /** Whether a rung was begun whose outcome is not known yet. */
  isUnderWay: boolean;
  begunAt: number;
}

export function newStanding(trouble: Trouble): Standing {
  const start = { isOpen: false, since: 0, failures: 0, reason: '', position: 0, attempts: 0, pass: 0 };
  return { trouble, ...start, due: undefined, isUnderWay: false, begunAt: 0 };
}
