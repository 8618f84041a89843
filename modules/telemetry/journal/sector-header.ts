import { crc32 } from './crc32.js';
import type { FlashBuffer } from './flash-buffer.js';
import { isMarked, MARK_LENGTH } from './mark.js';

/*
 * A sector's header: two marks of 4, CRC-32 4, magic 4, ordinal 4, sequence number of the first record to come 4, boot number
 * 2, two erased bytes. Numbers are big-endian.
 */
/** Set when the sector is full, before the next one is erased: whatever that holds from then on is not to be believed. */
export const SEALED_AT = 0;
/** Set when every record has left: opening need not look at them. */
export const DRAINED_AT = MARK_LENGTH;
const CRC_AT = 8;
const MAGIC_AT = 12;
const ORDINAL_AT = 16;
const FIRST_SEQUENCE_AT = 20;
const BOOT_AT = 24;
export const SECTOR_HEADER_LENGTH = 28;

/** `cnj1`: the first layout of a cellnode journal. */
const MAGIC = 0x636e6a31;

export function writeSectorHeader({ bytes, fields, words }: FlashBuffer, ordinal: number, firstSequence: number, boot: number): void {
  bytes.fill(255, 0, SECTOR_HEADER_LENGTH);
  fields.setUint32(MAGIC_AT, MAGIC);
  fields.setUint32(ORDINAL_AT, ordinal);
  fields.setUint32(FIRST_SEQUENCE_AT, firstSequence);
  fields.setUint16(BOOT_AT, boot);
  fields.setUint32(CRC_AT, crc(words));
}

/** Whether this is the header of a sector in block number `block` of `blocks`. */
export function isSectorHeader({ fields, words }: FlashBuffer, block: number, blocks: number): boolean {
  if (fields.getInt32(MAGIC_AT) !== MAGIC || fields.getInt32(CRC_AT) !== crc(words)) return false;
  return fields.getUint32(ORDINAL_AT) % blocks === block;
}

/** Whether only the ordinal has rotted, or all but the ordinal, in the header of what is said to be sector number `ordinal`. */
export function isRestOfHeader(buffer: FlashBuffer, ordinal: number): boolean {
  if (sectorOrdinal(buffer) === ordinal) return true;
  buffer.fields.setUint32(ORDINAL_AT, ordinal);
  return buffer.fields.getInt32(MAGIC_AT) === MAGIC && buffer.fields.getInt32(CRC_AT) === crc(buffer.words);
}

export const sectorOrdinal = ({ fields }: FlashBuffer): number => fields.getUint32(ORDINAL_AT);
export const firstSequence = ({ fields }: FlashBuffer): number => fields.getUint32(FIRST_SEQUENCE_AT);
export const sectorBoot = ({ fields }: FlashBuffer): number => fields.getUint16(BOOT_AT);
export const isSealed = (buffer: FlashBuffer): boolean => isMarked(buffer, SEALED_AT);
export const isDrained = (buffer: FlashBuffer): boolean => isMarked(buffer, DRAINED_AT);

function crc(words: Int32Array): number {
  return crc32(words, MAGIC_AT, SECTOR_HEADER_LENGTH, 0);
}
