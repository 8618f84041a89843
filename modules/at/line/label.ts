import { COLON, PLUS } from '../../base/ascii.js';

/** Letters of either case differ in this bit. */
const CASE = 0x20;

/** Position behind the label's colon where the line begins with it, in letters of either case and with a plus sign or not; or -1. */
export function labelEnd(label: string, bytes: Uint8Array, mask: number, start: number, end: number): number {
  const first = bytes[start & mask] === PLUS ? start + 1 : start;
  const colon = first + label.length;
  if (colon >= end || bytes[colon & mask] !== COLON) return -1;
  for (let index = 0; index < label.length; index += 1) {
    if ((bytes[(first + index) & mask] & ~CASE) !== label.charCodeAt(index)) return -1;
  }
  return colon + 1;
}
