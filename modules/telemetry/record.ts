import { JSON_NUMBER } from '../encodings/encoding.js';
import type { OutboxRecord } from './outbox.js';

/*
 * What the payload of a record in an outbox is, which its first byte tells:
 *
 * - `{`: a reading that a program of release 0.1.0 has left, which is its sample in JSON. It had one sensor, without a name.
 * - 1, a reading: number of the encoding that wrote the sample, length of the sensor's name, the name, the sample.
 * - 2, a message of the application: what follows is for `own-message` to say.
 *
 * A record outlives the program that wrote it, so nothing of this may change: what is new gets a number of its own.
 */
export const RecordKind = { firstRelease: 0x7b, reading: 1, message: 2 } as const;

const ENCODING_AT = 1;
const NAME_LENGTH_AT = 2;
const NAME_AT = 3;

/** Bytes that stand before the sample of a sensor whose name has so many. */
export function sampleOffset(nameLength: number): number {
  return NAME_AT + nameLength;
}

/** Writes what stands before the sample to the start of `target`. The name has at most 255 bytes. */
export function writeReadingHead(target: Uint8Array, encoding: number, name: Uint8Array): void {
  target[0] = RecordKind.reading;
  target[ENCODING_AT] = encoding;
  target[NAME_LENGTH_AT] = name.length;
  for (let index = 0; index < name.length; index += 1) target[NAME_AT + index] = name[index];
}

/** What of a record an outbox has been given. */
export type RecordBytes = Pick<OutboxRecord, 'payload' | 'byteLength'>;

/** Where a reading's parts lie in its record: one is made, and taken along from record to record. */
export class ReadingParts {
  /** Number of the encoding that wrote the sample. */
  encoding = 0;
  nameStart = 0;
  /** The same as its start, where the sensor has no name. */
  nameEnd = 0;
  sampleStart = 0;
  sampleEnd = 0;

  /** Finds them in `record`; false where that is no reading, all of which then counts as the sample of encoding 0. */
  find({ payload, byteLength }: RecordBytes): boolean {
    const kind = payload[0];
    const isOfFirstRelease = byteLength > 0 && kind === RecordKind.firstRelease;
    this.encoding = isOfFirstRelease ? JSON_NUMBER : 0;
    this.nameStart = 0;
    this.nameEnd = 0;
    this.sampleStart = 0;
    this.sampleEnd = byteLength;
    if (isOfFirstRelease) return true;
    const nameEnd = NAME_AT + payload[NAME_LENGTH_AT];
    if (kind !== RecordKind.reading || byteLength < NAME_AT || byteLength < nameEnd) return false;
    this.encoding = payload[ENCODING_AT];
    this.nameStart = NAME_AT;
    this.nameEnd = nameEnd;
    this.sampleStart = nameEnd;
    return true;
  }
}

/** What was accepted with a record: of a reading its sample, of anything else all of it. */
export function contentOf(record: RecordBytes): Uint8Array {
  const parts = new ReadingParts();
  return record.payload.slice(parts.find(record) ? parts.sampleStart : 0, record.byteLength);
}
