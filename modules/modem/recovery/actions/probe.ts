import type { Step } from '../../step.js';

/** Milliseconds: a dozen probes, with line ends between them that fill a data phase of a few kilobytes. */
const PROBING = 10_000;

/** Asks until the module answers. */
export function probe(step: Step): void {
  step.synchronise(PROBING, (error) => {
    if (error === undefined) step.done();
    else step.fail(error);
  });
}
