import type { Step } from '../step.js';

/** Takes the rung of the ladder that is due. */
export function recover(step: Step): void {
  step.takeRung();
}
