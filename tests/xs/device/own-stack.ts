import { COUNTERS } from '../heap.js';
import { host } from '../host/globals.js';

const PEAK = COUNTERS.indexOf('peakStack');

/** Slots of the stack that are taken now. */
export function takenStack(): number {
  const counters = new Float64Array(COUNTERS.length);
  host.markPeaks();
  host.heap(counters);
  return counters[PEAK];
}

/** Calls back from some calls of one's own, as a program's callbacks have them: {@link ownStackSlots} of the stack. */
export function withOwnStack(callback: () => void): void {
  descend(1, callback);
}

/** What {@link withOwnStack} takes. */
export function ownStackSlots(): number {
  let inside = 0;
  withOwnStack(() => {
    inside = takenStack();
  });
  return inside - takenStack();
}

/** Not a call that is returned: that would leave its frame first. */
function descend(depth: number, callback: () => void): void {
  if (depth === 0) callback();
  else descend(depth - 1, callback);
}
