/**
 * What a full journal does with one more record:
 * - `drop-oldest`: erases its oldest sector with all that waits in it;
 * - `drop-newest`: does not take the record;
 * - `thin-out`: while more than half of the flash is free takes every record, then every second one, when a quarter is left
 *   every fourth one, and so on; what is taken is never dropped. An outage is kept from beginning to end, the longer the
 *   coarser.
 */
export type FullPolicy = 'drop-oldest' | 'drop-newest' | 'thin-out';

export const FULL_POLICIES: readonly FullPolicy[] = ['drop-oldest', 'drop-newest', 'thin-out'];

const LARGEST_STEP = 64;

/** Of how many records one is taken, with `free` of `capacity` bytes to write to. */
export function thinningStep(free: number, capacity: number): number {
  let step = 1;
  while (step < LARGEST_STEP && free * 2 * step <= capacity) step *= 2;
  return step;
}
