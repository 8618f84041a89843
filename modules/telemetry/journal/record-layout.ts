import { TimeBase, type OutboxRecord } from '../outbox.js';
import { crc32, crc32Seed } from './crc32.js';
import { ALIGNMENT, aligned, type FlashBuffer } from './flash-buffer.js';

/*
 * A record: mark 4 (set when the record has left), CRC-32 4, sequence 4, time 8, payload length 2, boot number 2, time base 1,
 * payload, erased bytes up to the alignment. Numbers are big-endian.
 *
 * An epoch is a record without a payload, with the sequence number of the record before it, that is nobody's to read: its time
 * is the UTC at which the uptime of its start was 0, or, where that start has a carried clock, by how much it is late. A tally is
 * another: its time is how many readings were left away before it.
 */
const CRC_AT = 4;
const SEQUENCE_AT = 8;
const TIME_AT = 12;
const LENGTH_AT = 20;
const BOOT_AT = 22;
const TIME_BASE_AT = 24;
export const PAYLOAD_AT = 25;
/** The time base that makes a record an epoch. */
export const EPOCH = 3;
/** That of a tally, whose payload is marks that are set one by one: its CRC leaves them out. */
export const TALLY = 4;
const ERASED = 255;

/** Bytes that tell a record's length: of the shortest one, with its alignment. */
export const RECORD_HEADER_LENGTH = aligned(PAYLOAD_AT);

export function recordLength(payloadLength: number): number {
  return aligned(PAYLOAD_AT + payloadLength);
}

/** Writes the header but for the CRC; the mark stays erased. */
export function writeRecordHeader(
  { bytes, fields }: FlashBuffer,
  sequence: number,
  timeBase: TimeBase | typeof EPOCH | typeof TALLY,
  time: number,
  boot: number,
): void {
  bytes.fill(ERASED, 0, PAYLOAD_AT);
  fields.setUint32(SEQUENCE_AT, sequence);
  fields.setFloat64(TIME_AT, time);
  fields.setUint16(BOOT_AT, boot);
  fields.setUint8(TIME_BASE_AT, timeBase);
}

/** A payload of so many erased bytes. */
export function writeErasedPayload({ bytes, fields }: FlashBuffer, byteLength: number): void {
  fields.setUint16(LENGTH_AT, byteLength);
  bytes.fill(ERASED, PAYLOAD_AT, recordLength(byteLength));
}

/**
 * Copied as a whole where there is room, as a view of just `byteLength` bytes would have to be made. What is behind is erased, or not
 * written.
 */
export function writePayload({ bytes, fields }: FlashBuffer, payload: Uint8Array, byteLength: number): void {
  fields.setUint16(LENGTH_AT, byteLength);
  if (PAYLOAD_AT + payload.length <= bytes.length) bytes.set(payload, PAYLOAD_AT);
  else for (let index = 0; index < byteLength; index += 1) bytes[PAYLOAD_AT + index] = payload[index];
  bytes.fill(ERASED, PAYLOAD_AT + byteLength, recordLength(byteLength));
}

/** Fills `record` as it is seen in start number `boot`, whose carried clock shows `offset` when the uptime is 0. */
export function giveRecord(buffer: FlashBuffer, boot: number, offset: number, record: OutboxRecord): void {
  const { payload } = record;
  record.sequence = recordSequence(buffer);
  record.boot = recordBoot(buffer);
  record.time = recordTime(buffer);
  record.byteLength = payloadLength(buffer);
  record.uncertainty = 0;
  record.timeBase = baseSeenFrom(boot, buffer);
  if (record.timeBase === TimeBase.uptime && recordTimeBase(buffer) === TimeBase.carried) record.time -= offset;
  payload.set(buffer.from(PAYLOAD_AT, payload.length));
}

function baseSeenFrom(boot: number, buffer: FlashBuffer): TimeBase {
  const timeBase = recordTimeBase(buffer);
  if (timeBase === TimeBase.utc) return TimeBase.utc;
  if (recordBoot(buffer) === boot) return TimeBase.uptime;
  return timeBase === TimeBase.carried ? TimeBase.carried : TimeBase.unknown;
}

export const recordSequence = ({ fields }: FlashBuffer): number => fields.getUint32(SEQUENCE_AT);
export const recordTime = ({ fields }: FlashBuffer): number => fields.getFloat64(TIME_AT);
export const recordBoot = ({ fields }: FlashBuffer): number => fields.getUint16(BOOT_AT);
export const recordTimeBase = ({ bytes }: FlashBuffer): number => bytes[TIME_BASE_AT];
export const payloadLength = ({ fields }: FlashBuffer): number => fields.getUint16(LENGTH_AT);

/**
 * The position goes into the CRC: what a half-erased sector still holds of an earlier round, or a payload that looks like a
 * record, is no record.
 */
export function recordCrc(buffer: FlashBuffer, position: number): number {
  return crc32(buffer.words, SEQUENCE_AT, coveredEnd(buffer), position / ALIGNMENT);
}

function coveredEnd(buffer: FlashBuffer): number {
  return recordTimeBase(buffer) === TALLY ? PAYLOAD_AT : PAYLOAD_AT + payloadLength(buffer);
}

export function sealRecord(buffer: FlashBuffer, position: number): void {
  buffer.fields.setUint32(CRC_AT, recordCrc(buffer, position));
}

export function hasRecordCrc(buffer: FlashBuffer, position: number): boolean {
  return buffer.fields.getInt32(CRC_AT) === recordCrc(buffer, position);
}

/** Position at which the record says it is, modulo 2^34: its CRC is right nowhere else. Of what is no record, any. */
export function claimedPosition(buffer: FlashBuffer): number {
  return crc32Seed(buffer.bytes, SEQUENCE_AT, coveredEnd(buffer), buffer.fields.getUint32(CRC_AT)) * ALIGNMENT;
}
