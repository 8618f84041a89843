/**
 * CRC-32 of IEEE 802.3 for each half byte: 64 bytes of table where a whole byte would take 1024. The numbers from 2^31 on are
 * written with their sign, for XS reckons with integers of 32 bits; an ESP32 has no hardware for others.
 */
const TABLE = [
  0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
  -0x12477ce0, -0x0ff06cbc, -0x29295c18, -0x349e4c74, -0x649b3d50, -0x792c2d2c, -0x5ff51d88, -0x42420de4,
] as const;

/**
 * CRC-32 of bytes `start` to `end`, as XS keeps 32 bits: with a sign. `seed` starts it: the same bytes have another CRC for every other
 * seed. `words` are the memory's, in the order of every processor that this runs on; `start` is aligned to them. Four bytes are read
 * at a time, as on XS a look into a typed array is a call, and shifted with a sign, as without one XS reckons in floating point.
 */
export function crc32(words: Int32Array, start: number, end: number, seed: number): number {
  const table = TABLE;
  let crc = ~seed;
  let at = start >> 2;
  const last = end >> 2;
  for (; at < last; at += 1) {
    crc ^= words[at];
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
  }
  let rest = end & 3;
  let word = rest > 0 ? words[at] : 0;
  for (; rest > 0; rest -= 1) {
    crc ^= word & 0xff;
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    crc = table[crc & 15] ^ ((crc >> 4) & 0xfffffff);
    word >>= 8;
  }
  return ~crc;
}

/** The seed with which bytes `start` to `end` have this CRC: the way back through {@link crc32}, which there is for any CRC. */
export function crc32Seed(bytes: Uint8Array, start: number, end: number, crc: number): number {
  let register = ~crc;
  for (let index = end - 1; index >= start; index -= 1) {
    register = halfByteBack(halfByteBack(register)) ^ bytes[index];
  }
  return ~register >>> 0;
}

/** The upper half byte of each entry is another, and tells which one was used. */
function halfByteBack(register: number): number {
  let index = 0;
  while ((TABLE[index] ^ register) >>> 28 !== 0) index += 1;
  return ((register ^ TABLE[index]) << 4) | index;
}
