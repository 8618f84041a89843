/** What a device says of its flash, besides what tests/xs/device/frame.ts has: the bench holds the flash and knows how long it takes. */
export const FlashSaying = {
  /** Of the place in the second number: see {@link placeOf}. The answer has the bytes. */
  read: 16,
  /** At the offset in the second number. */
  write: 17,
  /** The block in the second number. */
  erase: 18,
} as const;

const LENGTHS = 8192;

/** Offset and length in one number. */
export function placeOf(byteOffset: number, length: number): number {
  return byteOffset * LENGTHS + length;
}

export function offsetOf(place: number): number {
  return Math.floor(place / LENGTHS);
}

export function lengthOf(place: number): number {
  return place % LENGTHS;
}
