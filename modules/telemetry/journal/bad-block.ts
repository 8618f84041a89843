import type { FlashBuffer } from './flash-buffer.js';

/** Bytes at the beginning of a block in which its mark lies, in the place of a sector's header. */
export const BAD_BLOCK_MARK_LENGTH = 28;
/** `bad!` */
const WORD = 0x62616421;
/** Where it stands: not in the ordinal of a header, whose erased bytes keep opening quick. */
const PLACES = [0, 4, 8, 12, 20] as const;
/** How many of them must be readable: some of the block's cells do not work, and chance writes no word twice. */
const ENOUGH = 2;
const ERASED_WORD = -1;

/**
 * Makes the mark of a bad block of what the beginning of that block holds: as NAND flash has it, the block itself says that it is
 * to be passed over. Only clears bits, as flash that can't be erased allows no more.
 */
export function writeBadBlockMark({ fields }: FlashBuffer): void {
  for (let index = 0; index < PLACES.length; index += 1) fields.setUint32(PLACES[index], fields.getInt32(PLACES[index]) & WORD);
}

export function isBadBlock({ fields }: FlashBuffer): boolean {
  // As nearly every block without a header is.
  if (fields.getInt32(0) === ERASED_WORD) return false;
  let found = 0;
  for (let index = 0; index < PLACES.length; index += 1) if (fields.getInt32(PLACES[index]) === WORD) found += 1;
  return found >= ENOUGH;
}
