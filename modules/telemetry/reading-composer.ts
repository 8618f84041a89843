import { writeDecimal } from '../base/decimal.js';
import { utf8Bytes } from '../base/utf8.js';
import type { Clock } from '../ports/clock.js';
import type { Alarm, Time } from '../ports/time.js';
import { TimeBase, type OutboxRecord } from './outbox.js';

/** Bytes that a reading takes besides its sample. */
export const READING_OVERHEAD = 100;

/** Milliseconds that an undated reading waits for the clock, counted from when it could first be sent. */
const CLOCK_PATIENCE = 120_000;

export interface ReadingComposerOptions {
  readonly time: Time;
  readonly clock: Clock;
  /** The wait is over: undated readings can be sent. */
  onPatienceOver(): void;
}

/**
 * Turns a record into the reading that is published:
 *
 * ```json
 * {"sequence":17,"time":1767225600000,"sample":{"thermometer":{"temperature":21.5}}}
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
 */
export class ReadingComposer {
  readonly #time: Time;
  readonly #clock: Clock;
  readonly #patience: Alarm;
  #isWaiting = false;
  #isPatienceOver = false;
  readonly #sequence = utf8Bytes('{"sequence":');
  readonly #dated = utf8Bytes(',"time":');
  readonly #undated = utf8Bytes(',"time":null');
  readonly #age = utf8Bytes(',"age":');
  readonly #boot = utf8Bytes(',"boot":');
  readonly #uptime = utf8Bytes(',"uptime":');
  readonly #after = utf8Bytes(',"after":');
  readonly #uncertainty = utf8Bytes(',"uncertainty":');
  readonly #sample = utf8Bytes(',"sample":');
  readonly #none = utf8Bytes('null');
  readonly #end = utf8Bytes('}');

  constructor(options: ReadingComposerOptions) {
    this.#time = options.time;
    this.#clock = options.clock;
    this.#patience = options.time.alarm(() => {
      this.#isPatienceOver = true;
      options.onPatienceOver();
    });
  }

  /**
   * Writes the reading to `target` from `offset` on and gives the offset behind it; `offset` while it waits for the clock. What
   * goes in the place of one that the broker refuses is the same with `"sample":null`, which tells which and when.
   */
  compose(record: OutboxRecord, target: Uint8Array, offset: number, isRefused = false): number {
    const utc = this.#clock.now();
    if (utc !== undefined) this.#restPatience();
    const age = record.timeBase === TimeBase.uptime ? this.#time.now() - record.time : undefined;
    const isDatable = age !== undefined || record.timeBase === TimeBase.carried;
    if (isDatable && utc === undefined && !this.#isPatienceOver) {
      this.#wait();
      return offset;
    }
    let end = append(this.#sequence, target, offset);
    end = writeDecimal(record.sequence, target, end);
    if (record.timeBase === TimeBase.utc) end = this.#appendDate(record, target, end);
    else if (age === undefined) end = this.#appendEarlier(record, target, end);
    else if (utc === undefined) end = appendNumber(this.#age, age, target, append(this.#undated, target, end));
    else end = appendNumber(this.#dated, utc - age, target, end);
    end = append(this.#sample, target, end);
    if (isRefused) return append(this.#end, target, append(this.#none, target, end));
    const payload = record.payload;
    for (let index = 0; index < record.byteLength; index += 1) target[end++] = payload[index];
    return append(this.#end, target, end);
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

  #appendEarlier(record: OutboxRecord, target: Uint8Array, offset: number): number {
    const end = append(this.#undated, target, offset);
    if (record.boot === 0) return end;
    const name = record.timeBase === TimeBase.carried ? this.#after : this.#uptime;
    return appendNumber(name, record.time, target, appendNumber(this.#boot, record.boot, target, end));
  }

  #appendDate(record: OutboxRecord, target: Uint8Array, offset: number): number {
    const end = appendNumber(this.#dated, record.time, target, offset);
    return record.uncertainty > 0 ? appendNumber(this.#uncertainty, record.uncertainty, target, end) : end;
  }
}

function append(bytes: Uint8Array, target: Uint8Array, offset: number): number {
  target.set(bytes, offset);
  return offset + bytes.length;
}

function appendNumber(name: Uint8Array, value: number, target: Uint8Array, offset: number): number {
  return writeDecimal(Math.max(0, Math.round(value)), target, append(name, target, offset));
}
