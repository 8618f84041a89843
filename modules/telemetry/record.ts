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

/** The number of JSON among the encodings: that of the readings of release 0.1.0, too. */
export const JSON_ENCODING = 1;

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
  target.set(name, NAME_AT);
}

/** Where a reading's parts lie in its record: one is made, and taken along from record to record. */
export class ReadingParts {
  /** Number of the encoding that wrote the sample. */
  encoding = 0;
  nameStart = 0;
  /** The same as its start, where the sensor has no name. */
  nameEnd = 0;
  sampleStart = 0;
  sampleEnd = 0;

  /** Finds them in `record`; false where that is no reading. */
  find({ payload, byteLength }: OutboxRecord): boolean {
    const kind = payload[0];
    this.sampleEnd = byteLength;
    if (byteLength > 0 && kind === RecordKind.firstRelease) {
      this.encoding = JSON_ENCODING;
      this.nameStart = 0;
      this.nameEnd = 0;
      this.sampleStart = 0;
      return true;
    }
    if (byteLength < NAME_AT || kind !== RecordKind.reading) return false;
    this.encoding = payload[ENCODING_AT];
    this.nameStart = NAME_AT;
    this.nameEnd = NAME_AT + payload[NAME_LENGTH_AT];
    this.sampleStart = this.nameEnd;
    return this.nameEnd <= byteLength;
  }
}
