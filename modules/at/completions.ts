import type { Time, Alarm } from '../ports/time.js';
import type { Urc } from './command.js';
import type { Exchange } from './exchange.js';
import type { FieldReader } from './field-reader.js';

/** One for each slot and each thing that can be under way with it, and room for a window of publishes. */
const CAPACITY = 8;

/**
 * Exchanges that were accepted (`OK`) and wait for their completion URC, oldest first. Completions carry no identifier, so
 * of several that fit the oldest is meant: the module works in order.
 */
export class Completions {
  readonly #time: Time;
  readonly #alarm: Alarm;
  readonly #onOverdue: (exchange: Exchange) => void;
  readonly #waiting: (Exchange | undefined)[] = [];
  readonly #deadlines: number[] = [];
  #count = 0;

  constructor(time: Time, onOverdue: (exchange: Exchange) => void) {
    this.#time = time;
    this.#onOverdue = onOverdue;
    this.#alarm = time.alarm(() => this.#expire());
    for (let index = 0; index < CAPACITY; index += 1) {
      this.#waiting.push(undefined);
      this.#deadlines.push(0);
    }
  }

  get isFull(): boolean {
    return this.#count === CAPACITY;
  }

  add(exchange: Exchange, deadline: number): void {
    this.#waiting[this.#count] = exchange;
    this.#deadlines[this.#count] = this.#time.now() + deadline;
    this.#count += 1;
    this.#arm();
  }

  /** Takes out the oldest exchange that this URC completes. */
  take(urc: Urc, fields: FieldReader): Exchange | undefined {
    for (let index = 0; index < this.#count; index += 1) {
      const exchange = this.#waiting[index];
      if (exchange !== undefined && completes(urc, fields, exchange)) {
        this.#removeAt(index);
        return exchange;
      }
    }
    return undefined;
  }

  remove(exchange: Exchange): boolean {
    const index = this.#waiting.indexOf(exchange);
    if (index < 0) return false;
    this.#removeAt(index);
    return true;
  }

  /** Takes out the oldest, whatever it waits for. */
  takeOldest(): Exchange | undefined {
    const exchange = this.#waiting[0];
    if (exchange !== undefined) this.#removeAt(0);
    return exchange;
  }

  close(): void {
    this.#alarm.disarm();
  }

  #removeAt(index: number): void {
    for (let at = index; at + 1 < this.#count; at += 1) {
      this.#waiting[at] = this.#waiting[at + 1];
      this.#deadlines[at] = this.#deadlines[at + 1];
    }
    this.#count -= 1;
    this.#waiting[this.#count] = undefined;
    this.#arm();
  }

  #arm(): void {
    if (this.#count === 0) return this.#alarm.disarm();
    let nearest = this.#deadlines[0];
    for (let index = 1; index < this.#count; index += 1) if (this.#deadlines[index] < nearest) nearest = this.#deadlines[index];
    this.#alarm.arm(Math.max(0, nearest - this.#time.now()));
  }

  #expire(): void {
    const now = this.#time.now();
    let index = 0;
    while (index < this.#count) {
      const exchange = this.#waiting[index];
      if (exchange !== undefined && this.#deadlines[index] <= now) {
        this.#removeAt(index);
        this.#onOverdue(exchange);
        index = 0;
      } else {
        index += 1;
      }
    }
    this.#arm();
  }
}

/** Whether the URC is the completion that the exchange's command declares, for the same slot where it names one. */
export function completes(urc: Urc, fields: FieldReader, exchange: Exchange): boolean {
  const completion = exchange.command.completion;
  if (completion === undefined || completion.urc !== urc) return false;
  return !completion.echoesFirstArgument || fields.integerAt(0) === exchange.values[0];
}
