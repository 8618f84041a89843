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
export function isMarked(bytes: Uint8Array, offset: number): boolean {
  let cleared = 0;
  for (let index = offset; index < offset + MARK_LENGTH; index += 1) {
    for (let rest = ~bytes[index] & 0xff; rest !== 0; rest &= rest - 1) cleared += 1;
  }
  return cleared > BITS / 2;
}
