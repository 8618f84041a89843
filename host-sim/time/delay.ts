/**
 * The delay that an alarm is armed with, in milliseconds. A deadline that has passed already is due now; a delay that is no
 * finite number is a mistake of the caller, which `setTimeout` would quietly turn into 1 ms.
 *
 * @throws RangeError when `delay` is not finite.
 */
export function validDelay(delay: number): number {
  if (!Number.isFinite(delay)) throw new RangeError(`an alarm cannot be armed with ${delay} ms`);
  return delay > 0 ? delay : 0;
}
