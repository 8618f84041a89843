import { joined } from '../../line/byte-text.js';
import type { ElementaryFile } from './elementary-file.js';
import { answered, type CardAnswer, failed, STATUS } from './status-words.js';

/** Instructions on one file (ETSI TS 102 221 §11.1), by the numbers that `AT+CRSM` takes too. */
export const INSTRUCTION = {
  readBinary: 0xb0,
  readRecord: 0xb2,
  getResponse: 0xc0,
  updateBinary: 0xd6,
  updateRecord: 0xdc,
  status: 0xf2,
} as const;

export interface FileAccess {
  readonly instruction: number;
  /** High byte of the offset, or the number of the record. */
  readonly p1: number;
  readonly p2: number;
  /** How many bytes; 0 is all that there are. */
  readonly length: number;
  readonly data: Uint8Array;
}

export function accessFile(file: ElementaryFile, access: FileAccess): CardAnswer {
  if (isForRecords(access.instruction) === file.isTransparent) return failed(STATUS.commandIncompatible);
  switch (access.instruction) {
    case INSTRUCTION.readBinary:
      return readBinary(file.records[0], access);
    case INSTRUCTION.updateBinary:
      return update(file, file.records[0], offsetOf(access), access.data);
    case INSTRUCTION.readRecord:
      return readRecord(file, access);
    case INSTRUCTION.updateRecord:
      return updateRecord(file, access);
    case INSTRUCTION.getResponse:
    case INSTRUCTION.status:
      return answered(fileControl(file));
    default:
      return failed(STATUS.unknownInstruction);
  }
}

/** `undefined` for what any file takes. */
function isForRecords(instruction: number): boolean | undefined {
  switch (instruction) {
    case INSTRUCTION.readRecord:
    case INSTRUCTION.updateRecord:
      return true;
    case INSTRUCTION.readBinary:
    case INSTRUCTION.updateBinary:
      return false;
    default:
      return undefined;
  }
}

function offsetOf({ p1, p2 }: FileAccess): number {
  return (p1 << 8) | p2;
}

function readBinary(content: Uint8Array, access: FileAccess): CardAnswer {
  const start = offsetOf(access);
  if (start >= content.length) return failed(STATUS.wrongParameters);
  // Too long a read is told how long it may be (6CXX).
  if (access.length > content.length - start) return failed(0x6c00 | (content.length - start));
  return answered(content.slice(start, access.length === 0 ? undefined : start + access.length));
}

function readRecord(file: ElementaryFile, { p1, length }: FileAccess): CardAnswer {
  const record = file.records[p1 - 1];
  if (record === undefined) return failed(STATUS.recordNotFound);
  return length === 0 || length === record.length ? answered(record.slice()) : failed(0x6c00 | record.length);
}

function updateRecord(file: ElementaryFile, { p1, data }: FileAccess): CardAnswer {
  const record = file.records[p1 - 1];
  if (record === undefined) return failed(STATUS.recordNotFound);
  return data.length === record.length ? update(file, record, 0, data) : failed(STATUS.wrongLength);
}

function update(file: ElementaryFile, content: Uint8Array, offset: number, data: Uint8Array): CardAnswer {
  if (!file.isWritable) return failed(STATUS.securityNotSatisfied);
  if (data.length === 0) return failed(STATUS.wrongLength);
  if (offset + data.length > content.length) return failed(STATUS.wrongParameters);
  content.set(data, offset);
  return answered(new Uint8Array(0));
}

/** The template that a selection answers with (§11.1.1.3): descriptor, identifier, life cycle, size. */
function fileControl({ id, records, isTransparent }: ElementaryFile): Uint8Array {
  const recordLength = records[0].length;
  const size = recordLength * records.length;
  const descriptor = isTransparent
    ? Uint8Array.of(0x82, 2, 0x41, 0x21)
    : Uint8Array.of(0x82, 5, 0x42, 0x21, recordLength >> 8, recordLength & 0xff, records.length);
  const rest = Uint8Array.of(0x83, 2, id >> 8, id & 0xff, 0x8a, 1, 0x05, 0x80, 2, size >> 8, size & 0xff);
  return joined(Uint8Array.of(0x62, descriptor.length + rest.length), descriptor, rest);
}
