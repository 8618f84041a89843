import type { Time, Alarm } from '../ports/time.js';
import type { Command, Urc } from './command.js';
import type { Exchange } from './exchange.js';
import type { FieldReader } from './field-reader.js';
import type { AnyValues } from './field.js';

/** One for each slot and each thing that can be under way with it, and room for a window of publishes. */
const CAPACITY = 8;
/** Completions that may be owed, of exchanges that were given up, before the oldest is forgotten. */
const OWED_CAPACITY = 8;
/** Milliseconds for which one is owed: modules were silent for two minutes, and then said everything at once. */
const LATE_LIMIT = 120000;

/** Who hears of completions that have not come. */
export interface CompletionsListener {
  /** The exchange's completion is overdue. The exchange is not known here any more. */
  onOverdue(exchange: Exchange): void;
}

/** A completion URC that will come. */
interface Place {
  command: Command | undefined;
  /** The slot, where the URC names it. A copy: an exchange that was given up may be used again. */
  first: AnyValues[number];
  /** Who waits for it; nobody where the exchange was given up, and the URC is owed all the same. */
  exchange: Exchange | undefined;
  deadline: number;
  /** Whether a URC that fits it came while it waited, and went to an older one. */
  isPassedOver: boolean;
}

/**
 * Commands that were accepted (`OK`) and whose completion URC has not come, oldest first. Completions carry no identifier, so
 * of several that fit the oldest is meant: the module works in order.
 *
 * For that reason one that was given up keeps its place: its completion would be taken for the next one's. It loses its place
 * when a later one of the same slot completes. A completion that was lost on the line never comes, and then each one settles
 * what is owed of the one before: who was passed over so and has waited in vain owes nothing, or no slot would ever open again.
 * A URC that names no slot (`+MIPCALL`) tells a state, and says late what it would say again: nothing is owed there.
 */
export class Completions {
  readonly #time: Time;
  readonly #alarm: Alarm;
  readonly #listener: CompletionsListener;
  /** Made when they are first needed, and used again. */
  readonly #places: Place[] = [];
  #count = 0;
  #waiting = 0;

  constructor(time: Time, listener: CompletionsListener) {
    this.#time = time;
    this.#listener = listener;
    this.#alarm = time.alarm(() => this.#expire());
  }

  /** Whether none waits, and none is owed. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get isFull(): boolean {
    return this.#waiting === CAPACITY;
  }

  add(exchange: Exchange, deadline: number): void {
    this.#waiting += 1;
    this.#append(exchange.command, exchange.values[0], exchange, deadline);
  }

  /** The completion of this command may come, and must not be taken for another's. */
  owe(command: Command, first: AnyValues[number]): void {
    if (command.completion?.echoesFirstArgument === true) this.#append(command, first, undefined, LATE_LIMIT);
  }

  /** The oldest exchange that this URC completes. */
  find(urc: Urc, fields: FieldReader): Exchange | undefined {
    const index = this.#find(urc, fields);
    return index < 0 ? undefined : this.#places[index].exchange;
  }

  /** Whether this URC is owed; then it is owed no more. */
  takeOwed(urc: Urc, fields: FieldReader): boolean {
    const index = this.#find(urc, fields);
    if (index < 0 || this.#places[index].exchange !== undefined) return false;
    this.#removeAt(index);
    const next = this.#find(urc, fields);
    if (next >= 0) this.#places[next].isPassedOver = true;
    return true;
  }

  /** Takes out an exchange that is complete; what its slot owed before it does not come any more. False where it has gone. */
  complete(exchange: Exchange): boolean {
    const index = this.#indexOf(exchange);
    if (index < 0) return false;
    for (let before = index - 1; before >= 0; before -= 1) {
      const place = this.#places[before];
      if (place.exchange === undefined && place.first === exchange.values[0]) this.#removeAt(before);
    }
    this.#removeAt(this.#indexOf(exchange));
    return true;
  }

  giveUp(exchange: Exchange): void {
    const index = this.#indexOf(exchange);
    if (index >= 0) this.#giveUpAt(index);
  }

  /** Takes out the oldest exchange, whatever it waits for; when there is none, nothing is owed either. */
  takeOldest(): Exchange | undefined {
    while (this.#count > 0) {
      const { exchange } = this.#places[0];
      this.#removeAt(0);
      if (exchange !== undefined) return exchange;
    }
    return undefined;
  }

  close(): void {
    while (this.#count > 0) this.#removeAt(0);
  }

  #append(command: Command, first: AnyValues[number], exchange: Exchange | undefined, deadline: number): void {
    if (this.#count === CAPACITY + OWED_CAPACITY) this.#forgetOldestOwed();
    const place = this.#place();
    place.command = command;
    place.first = first;
    place.exchange = exchange;
    place.deadline = this.#time.now() + deadline;
    place.isPassedOver = false;
    this.#count += 1;
    this.#arm();
  }

  /** The first that is free. */
  #place(): Place {
    const places = this.#places;
    if (this.#count === places.length) {
      places.push({ command: undefined, first: undefined, exchange: undefined, deadline: 0, isPassedOver: false });
    }
    return places[this.#count];
  }

  #forgetOldestOwed(): void {
    let index = 0;
    while (this.#places[index].exchange !== undefined) index += 1;
    this.#removeAt(index);
  }

  #find(urc: Urc, fields: FieldReader): number {
    for (let index = 0; index < this.#count; index += 1) {
      const { command, first } = this.#places[index];
      if (command !== undefined && completes(urc, fields, command, first)) return index;
    }
    return -1;
  }

  #indexOf(exchange: Exchange): number {
    for (let index = 0; index < this.#count; index += 1) if (this.#places[index].exchange === exchange) return index;
    return -1;
  }

  #giveUpAt(index: number): void {
    const place = this.#places[index];
    if (place.command?.completion?.echoesFirstArgument !== true || place.isPassedOver) return this.#removeAt(index);
    place.exchange = undefined;
    place.deadline = this.#time.now() + LATE_LIMIT;
    this.#waiting -= 1;
    this.#arm();
  }

  #removeAt(index: number): void {
    const place = this.#places[index];
    if (place.exchange !== undefined) this.#waiting -= 1;
    place.exchange = undefined;
    this.#count -= 1;
    for (let at = index; at < this.#count; at += 1) this.#places[at] = this.#places[at + 1];
    this.#places[this.#count] = place;
    this.#arm();
  }

  #arm(): void {
    if (this.#count === 0) return this.#alarm.disarm();
    let nearest = this.#places[0].deadline;
    for (let index = 1; index < this.#count; index += 1) nearest = Math.min(nearest, this.#places[index].deadline);
    this.#alarm.arm(Math.max(0, nearest - this.#time.now()));
  }

  #expire(): void {
    const now = this.#time.now();
    let index = 0;
    while (index < this.#count) {
      const { exchange, deadline } = this.#places[index];
      if (deadline > now) {
        index += 1;
      } else if (exchange === undefined) {
        this.#removeAt(index);
      } else {
        this.#giveUpAt(index);
        this.#listener.onOverdue(exchange);
      }
    }
    // A host's timer may ring a moment early, and then nothing was due.
    this.#arm();
  }
}

/** Whether the URC is the completion that the command declares, for the same slot where it names one. */
export function completes(urc: Urc, fields: FieldReader, command: Command, first: AnyValues[number]): boolean {
  const { completion } = command;
  if (completion === undefined || completion.urc !== urc) return false;
  return !completion.echoesFirstArgument || fields.integerAt(0) === first;
}
