/** CRC-32 of IEEE 802.3 for each half byte: 64 bytes of table where a whole byte would take 1024. */
const TABLE = [
  0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
  0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
] as const;

/**
 * CRC-32 of bytes `start` to `end`, as a number from 0 to 2^32 - 1. `seed` starts it: the same bytes have another CRC for every
 * other seed, from 0 to 2^32 - 1.
 */
export function crc32(bytes: Uint8Array, start: number, end: number, seed: number): number {
  const table = TABLE;
  let crc = ~seed;
  for (let index = start; index < end; index += 1) {
    crc ^= bytes[index];
    crc = table[crc & 15] ^ (crc >>> 4);
    crc = table[crc & 15] ^ (crc >>> 4);
  }
  return ~crc >>> 0;
}
