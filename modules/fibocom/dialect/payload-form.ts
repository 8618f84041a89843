import { isQuotable } from '../../at/send/writer.js';
import type { SlicedBuffer } from '../../at/send/sliced-buffer.js';

/**
 * Longest payload that goes in quotes. The quoted form saves the wait for a prompt, but every byte must be looked at first,
 * in JavaScript; above this the wait is the cheaper of the two.
 */
const QUOTED_LIMIT = 128;

/** Whether a payload goes in quotes rather than after a prompt. An empty one has no length form. */
export function goesInQuotes(payload: SlicedBuffer): boolean {
  return payload.length <= QUOTED_LIMIT && isQuotable(payload.contents, payload.length);
}
