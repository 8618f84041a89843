import type { FlashBuffer } from './flash-buffer.js';

/**
 * A mark is a word of its own that is erased at first and is cleared once, to say that something is over: the only change
 * that flash allows without an erase.
 */
export const MARK_LENGTH = 4;

const BITS = 8 * MARK_LENGTH;

/**
 * Whether the mark at `offset` was set, which is whether most of its bits are cleared. Power that fails while it is written
 * leaves some of them, and then either answer is right; a bit that has rotted must not make one.
 */
export function isMarked({ fields }: FlashBuffer, offset: number): boolean {
  const mark = fields.getInt32(offset);
  if (mark === 0) return true;
  let cleared = 0;
  for (let rest = ~mark; rest !== 0; rest &= rest - 1) cleared += 1;
  return cleared > BITS / 2;
}
