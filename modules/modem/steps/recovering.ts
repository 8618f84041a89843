import type { Step } from '../step.js';

/** The rung of the ladder that is under way. */
export function climb(step: Step): void {
  step.climb();
}
