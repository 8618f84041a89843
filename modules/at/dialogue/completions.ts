import { assert } from '../../base/assert.js';
import type { Time, Alarm } from '../../ports/time.js';
import type { Completion, Urc } from '../command.js';
import type { Exchange } from './exchange.js';
import type { FieldReader } from '../line/field-reader.js';
import type { AnyValues } from '../field.js';
import { LateCompletions } from './late-completions.js';

/** One for each slot and each thing that can be under way with it, and room for a window of publishes. */
const CAPACITY = 8;

/** Who hears of completions that have not come. */
export interface CompletionsListener {
  /** The exchange's completion is overdue. The exchange is not known here any more. */
  onOverdue(exchange: Exchange): void;
}

/** An exchange whose completion URC will come. */
interface Place {
  exchange: Exchange | undefined;
  deadline: number;
  /** Whether the module has restarted since: then the completion never comes. */
  isVoid: boolean;
}

/**
 * Commands that were accepted (`OK`) and whose completion URC has not come, oldest first. Of several that fit the oldest is meant, as
 * most completions carry no identifier, and the module works in order. What was given up is still owed ({@link LateCompletions}),
 * and older than all that waits.
 */
export class Completions {
  readonly #time: Time;
  readonly #alarm: Alarm;
  readonly #listener: CompletionsListener;
  readonly #late: LateCompletions;
  /** Made when they are first needed, and used again. */
  readonly #places: Place[] = [];
  #count = 0;

  constructor(time: Time, listener: CompletionsListener) {
    this.#time = time;
    this.#listener = listener;
    this.#late = new LateCompletions(time);
    this.#alarm = time.alarm(() => this.#expire());
  }

  /** Whether none waits, and none is owed. */
  get isEmpty(): boolean {
    return this.#count === 0 && (!this.#late.isKept || this.#late.isEmpty);
  }

  get isFull(): boolean {
    return this.#count === CAPACITY;
  }

  add(exchange: Exchange, deadline: number): void {
    assert(!this.isFull, 'no command is sent whose completion would have no place');
    assert(this.#indexOf(exchange) < 0, 'an exchange completes once');
    const place = this.#place();
    place.exchange = exchange;
    place.deadline = this.#time.now() + deadline;
    place.isVoid = false;
    this.#count += 1;
    this.#arm();
  }

  /** So many completions of this command may come, and must not be taken for another's. */
  expectLate(completion: Completion, values: AnyValues, count: number): void {
    this.#late.add(completion, values[0], values[1], count);
  }

  /** The command was not answered, and may complete all the same. */
  expectPossiblyLate(completion: Completion, values: AnyValues): void {
    this.#late.addPossible(completion, values[0], values[1]);
  }

  /** The command with these leading arguments was answered late. */
  resolve(completion: Completion, first: AnyValues[number], second: AnyValues[number], isAccepted: boolean): void {
    this.#late.resolve(completion, first, second, isAccepted);
  }

  waive(first: AnyValues[number]): void {
    this.#late.waive(first);
  }

  /** Whether such a URC comes, or is expected, of what was accepted before. */
  isDue(urc: Urc, first: AnyValues[number]): boolean {
    return this.#late.isDue(urc, first) || this.#awaits(urc, first);
  }

  /** Whether such a URC may come, if only of what was never answered. */
  mayCome(urc: Urc, first: AnyValues[number]): boolean {
    return this.#late.mayCome(urc, first) || this.#awaits(urc, first);
  }

  /** The module has restarted: nothing comes any more of what it was told before. What waits ends with its deadline. */
  forget(): void {
    this.#late.forget();
    for (let index = 0; index < this.#count; index += 1) this.#places[index].isVoid = true;
  }

  /** The oldest exchange that this URC completes. */
  find(urc: Urc, fields: FieldReader): Exchange | undefined {
    for (let index = 0; index < this.#count; index += 1) {
      const { exchange } = this.#places[index];
      if (exchange !== undefined && completes(urc, fields, exchange)) return exchange;
    }
    return undefined;
  }

  /** Whether this URC is owed; then it is owed no more. */
  takeLate(urc: Urc, fields: FieldReader): boolean {
    return this.#late.take(urc, fields);
  }

  /** Takes out an exchange that is complete. False where it has gone. */
  complete(exchange: Exchange): boolean {
    const index = this.#indexOf(exchange);
    if (index < 0) return false;
    this.#removeAt(index);
    return true;
  }

  giveUp(exchange: Exchange): void {
    const index = this.#indexOf(exchange);
    if (index >= 0) this.#giveUpAt(index);
  }

  /** Gives up the oldest exchange, whatever it waits for. */
  giveUpOldest(): Exchange | undefined {
    const exchange = this.#count > 0 ? this.#places[0].exchange : undefined;
    if (exchange !== undefined) this.#giveUpAt(0);
    return exchange;
  }

  close(): void {
    while (this.#count > 0) this.#removeAt(0);
  }

  #awaits(urc: Urc, first: AnyValues[number]): boolean {
    for (let index = 0; index < this.#count; index += 1) {
      const { exchange } = this.#places[index];
      if (exchange?.command.completion?.urc === urc && exchange.values[0] === first) return true;
    }
    return false;
  }

  /** The first that is free. */
  #place(): Place {
    const places = this.#places;
    if (this.#count === places.length) places.push({ exchange: undefined, deadline: 0, isVoid: false });
    return places[this.#count];
  }

  #indexOf(exchange: Exchange): number {
    for (let index = 0; index < this.#count; index += 1) if (this.#places[index].exchange === exchange) return index;
    return -1;
  }

  #giveUpAt(index: number): void {
    const { exchange, isVoid } = this.#places[index];
    this.#removeAt(index);
    const completion = exchange?.command.completion;
    if (exchange !== undefined && completion !== undefined && !isVoid) this.expectLate(completion, exchange.values, 1);
  }

  #removeAt(index: number): void {
    const place = this.#places[index];
    assert(place.exchange !== undefined, 'a place that counts holds an exchange');
    place.exchange = undefined;
    this.#count -= 1;
    for (let at = index; at < this.#count; at += 1) this.#places[at] = this.#places[at + 1];
    this.#places[this.#count] = place;
    this.#arm();
  }

  #arm(): void {
    if (this.#count === 0) return this.#alarm.disarm();
    let nearest = this.#places[0].deadline;
    for (let index = 1; index < this.#count; index += 1) {
      const { deadline } = this.#places[index];
      if (deadline < nearest) nearest = deadline;
    }
    // What is overdue is a matter of the next turn.
    this.#alarm.arm(nearest - this.#time.now());
  }

  #expire(): void {
    const now = this.#time.now();
    let index = 0;
    while (index < this.#count) {
      const { exchange, deadline } = this.#places[index];
      if (exchange === undefined || deadline > now) {
        index += 1;
      } else {
        this.#giveUpAt(index);
        this.#listener.onOverdue(exchange);
      }
    }
    // A host's timer may ring a moment early, and then nothing was due.
    this.#arm();
  }
}

/** Whether the URC is the completion that the command declares, with those of its arguments that it repeats. */
export function completes(urc: Urc, fields: FieldReader, { command, values }: Exchange): boolean {
  const { completion } = command;
  if (completion === undefined || completion.urc !== urc) return false;
  const { repeats } = completion;
  if (repeats === 0) return true;
  return fields.integerAt(0) === values[0] && (repeats === 1 || fields.integerAt(1) === values[1]);
}
