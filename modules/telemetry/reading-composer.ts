import { JSON_NUMBER, type Encoding, type Reading } from '../encodings/encoding.js';
import { JsonEncoding } from '../encodings/json.js';
import type { Clock } from '../ports/clock.js';
import type { Alarm, Time } from '../ports/time.js';
import { TimeBase, type OutboxRecord } from './outbox.js';
import { ReadingParts } from './record.js';

/** Milliseconds that an undated reading waits for the clock, counted from when it could first be sent. */
const CLOCK_PATIENCE = 120_000;

export interface ReadingComposerOptions {
  readonly time: Time;
  readonly clock: Clock;
  /** In which samples are accepted, and readings of these are sent. */
  readonly encoding: Encoding;
  /** The wait is over: undated readings can be sent. */
  onPatienceOver(): void;
}

/**
 * Turns a record into the reading that is published, in JSON such as
 *
 * ```json
 * {"sequence":17,"time":1767225600000,"sensor":"air","sample":{"thermometer":{"temperature":21.5}}}
 * ```
 *
 * `time` is an ECMAScript time value (UTC milliseconds since 1970), as in the `time` of the ECMA-419 provenance sensor pattern:
 * a number compares and sorts as it is. A reading taken before the clock was known carries the uptime, and is dated when it
 * is sent: the clock now, less the reading's age. The sequence tells the order even where the clock steps.
 *
 * No clock for too long must not keep readings back for ever: after two minutes they go with `"time":null` and their
 * `"age"` in milliseconds at sending, from which a receiver can date them. A reading of an earlier start has no age either: it
 * goes at once, with `"time":null`, the number of that start as `"boot"` and its `"uptime"` then, which tell at least what lies
 * between readings of one start.
 *
 * Where an outbox can tell within which bounds a reading of an earlier start was taken, `time` is the middle, and `"uncertainty"`
 * the milliseconds by which it may be wrong on either side. It can as soon as the clock is known, which such a reading waits for;
 * without a clock it goes with `"time":null`, its `"boot"`, and `"after"`, a UTC before which it was not taken.
 *
 * A sample is in the encoding of the program that took it, which an update may have changed. What JSON has written goes as JSON, which
 * every program has; what was written by another one that this program does not have goes as it is, behind its other fields in JSON.
 */
export class ReadingComposer {
  readonly #time: Time;
  readonly #clock: Clock;
  readonly #patience: Alarm;
  readonly #encoding: Encoding;
  readonly #json: JsonEncoding;
  readonly #parts = new ReadingParts();
  readonly #reading = new ComposedReading();
  /** Of the batch that is being made; `undefined` where its one reading is foreign, and stands as a message by itself. */
  #batchEncoding: Encoding | undefined = undefined;
  #isWaiting = false;
  #isPatienceOver = false;

  constructor(options: ReadingComposerOptions) {
    const { encoding } = options;
    this.#time = options.time;
    this.#clock = options.clock;
    this.#encoding = encoding;
    this.#json = encoding instanceof JsonEncoding ? encoding : new JsonEncoding();
    this.#patience = options.time.alarm(() => {
      this.#isPatienceOver = true;
      options.onPatienceOver();
    });
  }

  /** Bytes that a reading takes at most besides what is in its record. */
  get overhead(): number {
    return Math.max(this.#encoding.readingOverhead, this.#json.readingOverhead);
  }

  /**
   * Writes the reading to `target` from `offset` on and gives the offset behind it; `offset` while it waits for the clock. What
   * goes in the place of one that the broker refuses has no sample, which tells which and when. `place` as in
   * {@link Encoding.writeReading}; it is `offset` as well where the reading cannot be in the same batch as those before.
   */
  compose(record: OutboxRecord, place: number, target: Uint8Array, offset: number, isRefused = false): number {
    const utc = this.#clock.now();
    if (utc !== undefined) this.#restPatience();
    const age = record.timeBase === TimeBase.uptime ? this.#time.now() - record.time : undefined;
    const isDatable = age !== undefined || record.timeBase === TimeBase.carried;
    if (isDatable && utc === undefined && !this.#isPatienceOver) {
      this.#wait();
      return offset;
    }
    const parts = this.#parts;
    // What no program has written that this one knows of must not hold back what is behind it.
    const encoding = parts.find(record) ? this.#encodingOf(parts.encoding) : undefined;
    if (place === 0) this.#batchEncoding = encoding;
    else if (place > 0 && (encoding === undefined || encoding !== this.#batchEncoding)) return offset;
    this.#reading.take(record, parts, isRefused);
    this.#reading.date(record, age, utc);
    if (encoding === undefined) return this.#json.writeForeign(this.#reading, parts.encoding, target, offset);
    return encoding.writeReading(this.#reading, place, target, offset);
  }

  /** As in {@link Encoding}, of the batch that is being made. */
  batchHeadLength(count: number): number {
    return this.#batchEncoding?.batchHeadLength(count) ?? 0;
  }

  /** Makes a batch as {@link Encoding.closeBatch} does, and gives the offset behind it. */
  closeBatch(count: number, target: Uint8Array, start: number, end: number): number {
    const encoding = this.#batchEncoding;
    if (encoding === undefined) return end;
    encoding.closeBatch(count, target, start, end);
    return end + encoding.batchTailLength;
  }

  /** Bytes that are kept free before the first of `count` readings at most, and behind the last one. */
  batchHeadRoom(count: number): number {
    return Math.max(this.#encoding.batchHeadLength(count), this.#json.batchHeadLength());
  }

  get batchTailRoom(): number {
    return Math.max(this.#encoding.batchTailLength, this.#json.batchTailLength);
  }

  /** Undated readings go from now on, because the node is about to stop. */
  stopWaiting(): void {
    this.#patience.disarm();
    this.#isPatienceOver = true;
  }

  close(): void {
    this.#patience.disarm();
  }

  #wait(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#patience.arm(CLOCK_PATIENCE);
  }

  #restPatience(): void {
    if (!this.#isWaiting) return;
    this.#patience.disarm();
    this.#isWaiting = false;
    this.#isPatienceOver = false;
  }

  #encodingOf(number: number): Encoding | undefined {
    if (number === this.#encoding.number) return this.#encoding;
    return number === JSON_NUMBER ? this.#json : undefined;
  }
}

/** The one that is being composed; made once. */
class ComposedReading implements Reading {
  sequence = 0;
  time: number | undefined = undefined;
  uncertainty: number | undefined = undefined;
  age: number | undefined = undefined;
  boot: number | undefined = undefined;
  uptime: number | undefined = undefined;
  after: number | undefined = undefined;
  bytes: Uint8Array = new Uint8Array(0);
  nameStart = 0;
  nameEnd = 0;
  sampleStart = 0;
  sampleEnd = 0;
  isRefused = false;

  take(record: OutboxRecord, parts: ReadingParts, isRefused: boolean): void {
    this.sequence = record.sequence;
    this.bytes = record.payload;
    this.nameStart = parts.nameStart;
    this.nameEnd = parts.nameEnd;
    this.sampleStart = parts.sampleStart;
    this.sampleEnd = parts.sampleEnd;
    this.isRefused = isRefused;
  }

  date(record: OutboxRecord, age: number | undefined, utc: number | undefined): void {
    this.time = undefined;
    this.uncertainty = undefined;
    this.age = undefined;
    this.boot = undefined;
    this.uptime = undefined;
    this.after = undefined;
    if (record.timeBase === TimeBase.utc) {
      this.time = whole(record.time);
      if (record.uncertainty > 0) this.uncertainty = whole(record.uncertainty);
    } else if (age === undefined) this.#dateEarlier(record);
    else if (utc === undefined) this.age = whole(age);
    else this.time = whole(utc - age);
  }

  #dateEarlier(record: OutboxRecord): void {
    if (record.boot === 0) return;
    this.boot = record.boot;
    if (record.timeBase === TimeBase.carried) this.after = whole(record.time);
    else this.uptime = whole(record.time);
  }
}

function whole(value: number): number {
  return Math.max(0, Math.round(value));
}
