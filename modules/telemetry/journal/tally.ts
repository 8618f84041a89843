import { FlashBuffer } from './flash-buffer.js';
import type { LogFlash } from './log-flash.js';
import { PAYLOAD_AT, recordTime, RECORD_HEADER_LENGTH, TALLY } from './record-layout.js';
import type { RecordReader } from './record-reader.js';

const WORD = 4;
const WORD_BITS = 32;
/** Words of marks in one record, as far as the longest payload allows. */
const WORDS = 16;
/** Of the payload, which is not aligned: bytes before the first word. */
const UNALIGNED = RECORD_HEADER_LENGTH - PAYLOAD_AT;

/**
 * How many readings thinning out has left away, in flash: a record that is nobody's to read, in which one mark is set for each. So a
 * host that restarts every few readings, as its watchdog may have it in an outage, still takes every fourth, or every 64th.
 */
export class Tally {
  readonly #log: LogFlash;
  readonly #word = new FlashBuffer(WORD);
  readonly #capacity: number;
  /** Bits that a mark takes: flash that is written by words may be written to only twice between two erases. */
  readonly #bits: number;
  /** Bytes of the payload of its record; 0 where the longest payload has no room for one. */
  readonly payloadLength: number;
  /** Whether it is kept in flash: not where one start takes all of an outage, which is what costs no room. */
  isKept = false;
  #position = 0;
  #marks = 0;
  #count = 0;

  constructor(log: LogFlash, maximumPayload: number) {
    const words = Math.max(0, Math.min(WORDS, Math.floor((maximumPayload - UNALIGNED) / WORD)));
    this.#log = log;
    this.#bits = log.writeAlign === 1 ? 1 : WORD_BITS / 2;
    this.#capacity = (words * WORD_BITS) / this.#bits;
    this.payloadLength = words === 0 ? 0 : UNALIGNED + words * WORD;
    // Until there is a record, none has room.
    this.#marks = this.#capacity;
  }

  /** Readings that were left away. */
  get count(): number {
    return this.#count;
  }

  /** Whether the record in sector `head` has room for one more. */
  hasRoom(head: number): boolean {
    return this.#marks < this.#capacity && this.#log.sectorOf(this.#position) === head;
  }

  /** The record was written at `position`. */
  begin(position: number): void {
    this.#position = position;
    this.#marks = 0;
  }

  /** Nothing waits: the outage is over, and another one begins anew. */
  reset(): void {
    this.#count = 0;
    this.#marks = this.#capacity;
    this.isKept = false;
  }

  /** One more was left away. */
  add(): void {
    this.#count += 1;
  }

  /** Says so in the record, which has room. */
  mark(): void {
    const perWord = WORD_BITS / this.#bits;
    const word = Math.floor(this.#marks / perWord);
    const cleared = ((this.#marks % perWord) + 1) * this.#bits;
    this.#marks += 1;
    this.#word.fields.setUint32(0, cleared === WORD_BITS ? 0 : -1 >>> cleared);
    this.#log.write(this.#word, WORD, this.#position + RECORD_HEADER_LENGTH + word * WORD);
  }

  /** Goes on with the last record between two positions in a sector, where there is one. */
  find(reader: RecordReader, start: number, end: number): void {
    for (let position = start; reader.seek(position, end); position = reader.end) {
      if (reader.timeBase !== TALLY) continue;
      this.#position = reader.position;
      this.#marks = this.#marksOf(reader);
      this.#count = recordTime(reader.buffer) + this.#marks;
    }
  }

  #marksOf({ buffer }: RecordReader): number {
    let cleared = 0;
    for (let index = 0; index < (this.#capacity * this.#bits) / WORD_BITS; index += 1) {
      for (let rest = ~buffer.fields.getInt32(RECORD_HEADER_LENGTH + index * WORD); rest !== 0; rest &= rest - 1) cleared += 1;
    }
    return Math.floor(cleared / this.#bits);
  }
}
