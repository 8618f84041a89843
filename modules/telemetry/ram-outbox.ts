import { assert } from '../base/assert.js';
import { checkWholeNumber, refuseUnknownOptions } from '../base/checks.js';
import { invalidArgument } from '../base/errors.js';
import { TimeBase, type Outbox, type OutboxRecord } from './outbox.js';

/** Payload length (2 bytes), time base (1), time (8). The sequence follows from the position. */
const HEADER_LENGTH = 11;
const TIME_BASE_AT = 2;
const TIME_AT = 3;
const LONGEST_PAYLOAD = 65535;
const LARGEST_CAPACITY = 1073741824;

/** How much an outbox in RAM holds. */
export interface RamOutboxOptions {
  /** Bytes of the ring, of which each record takes 11 more than its payload. */
  readonly capacity?: number;
  /** Bytes of the longest payload, at most 65535. */
  readonly maximumPayload?: number;
}

/**
 * An outbox in a ring of bytes that is made once. It lives as long as the power does, and its sequence starts at 1 again:
 * sequence and time together identify a reading across restarts.
 */
export class RamOutbox implements Outbox {
  readonly #ring: Uint8Array;
  readonly #header = new Uint8Array(HEADER_LENGTH);
  readonly #fields = new DataView(this.#header.buffer);
  readonly #maximumPayload: number;
  /** Where the oldest record begins, which waits. */
  #oldest = 0;
  #used = 0;
  #firstSequence = 1;
  /** Records in the ring: those that wait, and those between them that have left. */
  #held = 0;
  #length = 0;
  #dropped = 0;
  #newest = 0;
  /** Where that one begins, which is asked for more often than any but the oldest. */
  #newestAt = 0;

  constructor(options: RamOutboxOptions = {}) {
    refuseUnknownOptions(options, ['capacity', 'maximumPayload'], '', 'RamOutbox');
    const { capacity = 8192, maximumPayload = 512 } = options;
    checkWholeNumber('maximumPayload', maximumPayload, 1, LONGEST_PAYLOAD, 'RamOutbox');
    checkWholeNumber('capacity', capacity, maximumPayload + HEADER_LENGTH, LARGEST_CAPACITY, 'RamOutbox');
    this.#maximumPayload = maximumPayload;
    this.#ring = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  get maximumPayload(): number {
    return this.#maximumPayload;
  }

  get newest(): number {
    return this.#newest;
  }

  append(payload: Uint8Array, byteLength: number, timeBase: TimeBase, time: number): number {
    if (!isWholeNumber(byteLength, 0, this.#maximumPayload)) {
      throw invalidArgument('byteLength', `at most ${this.#maximumPayload}, is ${byteLength}`, 'Outbox');
    }
    const size = HEADER_LENGTH + byteLength;
    while (this.#ring.length - this.#used < size) {
      this.#length -= 1;
      this.#dropped += 1;
      this.#removeOldest();
    }
    this.#fields.setUint16(0, byteLength);
    this.#fields.setUint8(TIME_BASE_AT, timeBase);
    this.#fields.setFloat64(TIME_AT, time);
    const start = this.#behind(this.#oldest, this.#used);
    this.#store(this.#header, HEADER_LENGTH, start);
    this.#store(payload, byteLength, this.#behind(start, HEADER_LENGTH));
    this.#used += size;
    assert(this.#used <= this.#ring.length, 'the ring holds no more than it has room for');
    this.#held += 1;
    this.#length += 1;
    this.#newest = this.#firstSequence + this.#held - 1;
    this.#newestAt = start;
    return this.#newest;
  }

  peek(record: OutboxRecord, after = 0): boolean {
    const behind = this.#firstSequence + this.#held;
    let sequence = Math.max(this.#firstSequence, after + 1);
    let start = this.#startOf(sequence);
    while (sequence < behind && this.#hasLeft(start)) {
      start = this.#next(start);
      sequence += 1;
    }
    if (sequence >= behind) return false;
    this.#load(start, HEADER_LENGTH, this.#header);
    record.sequence = sequence;
    record.boot = 0;
    record.uncertainty = 0;
    record.byteLength = this.#fields.getUint16(0);
    record.timeBase = this.#fields.getUint8(TIME_BASE_AT) === TimeBase.utc ? TimeBase.utc : TimeBase.uptime;
    record.time = this.#fields.getFloat64(TIME_AT);
    this.#load(this.#behind(start, HEADER_LENGTH), record.byteLength, record.payload);
    return true;
  }

  acknowledge(sequence: number): void {
    if (!isWholeNumber(sequence, this.#firstSequence, this.#firstSequence + this.#held - 1)) return;
    const start = this.#startOf(sequence);
    if (this.#hasLeft(start)) return;
    this.#ring[this.#behind(start, TIME_BASE_AT)] = TimeBase.unknown;
    this.#length -= 1;
    if (sequence === this.#newest) this.#newest = 0;
    if (start === this.#oldest) this.#removeOldest();
    assert(this.#length >= 0 && this.#length <= this.#held, 'no more waits than is held');
  }

  /** Where the record with this sequence number begins, or would begin. */
  #startOf(sequence: number): number {
    if (sequence === this.#newest) return this.#newestAt;
    const count = Math.min(sequence - this.#firstSequence, this.#held);
    let start = this.#oldest;
    for (let index = 0; index < count; index += 1) start = this.#next(start);
    return start;
  }

  /** A time base that is never appended tells of a record that has left, with others before it that wait. */
  #hasLeft(start: number): boolean {
    return this.#ring[this.#behind(start, TIME_BASE_AT)] === TimeBase.unknown;
  }

  #next(start: number): number {
    const byteLength = this.#ring[start] * 256 + this.#ring[this.#behind(start, 1)];
    return this.#behind(start, HEADER_LENGTH + byteLength);
  }

  /** Makes room of the oldest record, and of those behind it that have left. */
  #removeOldest(): void {
    do {
      assert(this.#held > 0, 'there is an oldest record');
      const next = this.#next(this.#oldest);
      this.#used -= next > this.#oldest ? next - this.#oldest : next - this.#oldest + this.#ring.length;
      this.#oldest = next;
      this.#held -= 1;
      this.#firstSequence += 1;
    } while (this.#held > 0 && this.#hasLeft(this.#oldest));
  }

  #behind(position: number, distance: number): number {
    const sum = position + distance;
    return sum < this.#ring.length ? sum : sum - this.#ring.length;
  }

  /** Byte by byte, because `set` would want a view of each part, and a view is allocated. */
  #store(source: Uint8Array, count: number, start: number): void {
    const ring = this.#ring;
    let position = start;
    for (let index = 0; index < count; index += 1) {
      ring[position] = source[index];
      position = position + 1 < ring.length ? position + 1 : 0;
    }
  }

  #load(start: number, count: number, target: Uint8Array): void {
    const ring = this.#ring;
    let position = start;
    for (let index = 0; index < count; index += 1) {
      target[index] = ring[position];
      position = position + 1 < ring.length ? position + 1 : 0;
    }
  }
}

function isWholeNumber(value: number, minimum: number, maximum: number): boolean {
  return value >= minimum && value <= maximum && value === Math.floor(value);
}
