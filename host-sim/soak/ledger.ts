import { type Outbox, type OutboxRecord, recordFor } from '../../modules/telemetry/outbox.js';
import { latin1 } from '../trace/trace-text.js';
import type { Dates, TakenAt } from './date-watch.js';
import { readingText } from './message-content.js';
import { isReading } from './record-head.js';
import type { OnViolation } from './violation.js';
import type { Drop, OutboxWatch } from './watched-journal.js';

/** So many readings that have arrived are remembered; of those before only that they have. */
const REMEMBERED = 2048;
/** Records of one block, at most: so many a journal drops at once. */
const RECORDS_OF_A_BLOCK = 80;

/** Milliseconds that a reading may be on its way to the broker, when the connection on which it was sent is lost already. */
const LONGEST_WAY = 600_000;
/** Milliseconds from a message's arrival until a node that leaves has heard of it. */
const WORD_OF_ARRIVAL = 1000;

/** A reading as the broker has it. */
export interface DatedReading extends Dates {
  readonly sequence: number;
  readonly sensor: unknown;
  readonly sample: unknown;
}

/** A sample as it was taken. */
export interface Taken extends TakenAt {
  /** Of which sensor it is, and what it says; or a message of the program's own. */
  readonly sample: string;
}

interface Reading extends Taken {
  /** As it is in the outbox. */
  readonly record: string;
}

interface Arrived {
  readonly sample: string;
  /** When the broker had it. */
  readonly at: number;
}

export interface LedgerParts {
  readonly name: string;
  /** What an outbox has been given with this record, and has taken or not. */
  readonly taken: (record: string) => Taken;
  readonly now: () => number;
  /** When something has happened last after which a reading may be sent once more: a lost connection, a start of the host. */
  readonly lastInterruption: () => number;
  /** When the node has last begun to leave, which it does not put off for what is under way. */
  readonly lastParting: () => number;
  /** With fewer records from the oldest that waits on, an outbox has no need to drop any. */
  readonly leastFull: number;
  /** Whether the journal makes room by dropping what waits. */
  readonly isDroppingOldest: boolean;
  /** Whether the broker closes the connection on such a message each time. */
  readonly isRefused: (sample: string) => boolean;
  /** The outbox has taken what it was given: a reading, or a message of the program's own. */
  readonly onAccepted: (isReading: boolean) => void;
  readonly onDropped: (count: number) => void;
  readonly onLeft: () => void;
  readonly onDated: (dates: Dates, taken: TakenAt) => void;
  readonly onViolation: OnViolation;
}

/**
 * Keeps account of the readings of one outbox through all starts of the host: what was accepted, and what the broker has. A
 * reading that leaves the outbox must be at the broker; one that is not at the broker must be found on the flash, unless the outbox
 * was full and has dropped it, the broker refuses it, or a bit of it has rotted. At QoS 0 it need only have been sent.
 */
export class Ledger implements OutboxWatch {
  accepted = 0;
  /** Readings that the broker has received a second time, or more often. */
  duplicated = 0;
  readonly #parts: LedgerParts;
  /** What was accepted and has not arrived, by sequence. */
  readonly #missing = new Map<number, Reading>();
  readonly #arrived = new Map<number, Arrived>();
  /** What was sent at QoS 0 and has not arrived. */
  readonly #sent = new Map<number, Reading>();
  /** What a full outbox has dropped, what flash has lost a bit of, what the broker refuses: it may arrive all the same. */
  readonly #dropped = new Map<number, Reading>();
  readonly #rotten = new Map<number, Reading>();
  readonly #refused = new Map<number, Reading>();
  /** All that the broker does not have. */
  readonly #open: readonly Map<number, Reading>[] = [this.#missing, this.#sent, this.#dropped, this.#rotten, this.#refused];
  /** The highest number of those that are not remembered. */
  #forgotten = 0;
  /** The one that was accepted last. */
  #last = 0;
  #isInterrupted = false;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
  }

  /** Accepted readings that the broker has. */
  get delivered(): number {
    const { missing, lostAtQoS0, dropped, rotten, refused } = this;
    return this.accepted - missing - lostAtQoS0 - dropped - rotten - refused;
  }

  /** Accepted readings that were sent at QoS 0 and that the broker does not have. */
  get lostAtQoS0(): number {
    return this.#sent.size;
  }

  /** Accepted readings that the broker does not have yet, and is to have. */
  get missing(): number {
    return this.#missing.size;
  }

  /** Accepted, and dropped by a full outbox. */
  get dropped(): number {
    return this.#dropped.size;
  }

  /** Accepted, and not to be read any more, as flash has lost a bit of them. */
  get rotten(): number {
    return this.#rotten.size;
  }

  /** Of which the broker has taken only that they were. */
  get refused(): number {
    return this.#refused.size;
  }

  // What the outbox tells.

  onAccepted(sequence: number, record: string): void {
    const taken = this.#parts.taken(record);
    if (sequence <= this.#forgotten || this.#isKnown(sequence)) this.#fail(`the number ${sequence} was given to two readings`);
    this.accepted += 1;
    this.#last = sequence;
    this.#missing.set(sequence, { ...taken, record });
    this.#parts.onAccepted(isReading(record));
  }

  onDropped({ count, oldest, refused }: Drop): void {
    if (refused !== undefined) this.#parts.taken(refused);
    this.#parts.onDropped(count);
    const [first = -Infinity] = this.#missing.keys();
    const room = this.#last - first + 1;
    if (room < this.#parts.leastFull) this.#fail(`${count} were dropped, and from the oldest that waited on there were ${room} only`);
    const gone = [...this.#missing.keys()].filter((sequence) => sequence < oldest && this.#parts.isDroppingOldest);
    if (gone.length > count) this.#fail(`${count} were told to be dropped, and ${gone.length} are gone`);
    for (const sequence of gone) this.#move(sequence, this.#dropped);
  }

  onInterrupted(): void {
    this.#isInterrupted = true;
  }

  onLeaving(sequence: number): void {
    if (this.#missing.has(sequence)) this.#fail(`reading ${sequence} left the outbox, and is not at the broker`);
    this.#parts.onLeft();
  }

  // What the module and the broker have.

  arrive({ sequence, sensor, sample, ...dates }: DatedReading): void {
    if (sample === null) return this.#arriveRefused(sequence);
    const text = readingText(sensor, sample);
    const known = this.#readingOf(sequence);
    const accepted = known?.sample ?? this.#arrived.get(sequence)?.sample ?? text;
    if (accepted !== text) this.#fail(`reading ${sequence} arrived as ${text}, and was ${accepted}`);
    if (known !== undefined) this.#parts.onDated(dates, known);
    this.#noteRepeat(sequence);
    this.#settle(sequence, text);
  }

  /** A message of the program's own is at the broker, which is known by its text. */
  arriveOwn(text: string): void {
    const sequence = this.#sequenceOf(text);
    if (sequence === undefined) return;
    this.#noteRepeat(sequence);
    this.#settle(sequence, text);
  }

  /** Whether a message of the program's own has arrived, or was sent at QoS 0. */
  hasOwn(text: string): boolean {
    return [this.#sent, this.#arrived].some((readings) => [...readings.values()].some(({ sample }) => sample === text));
  }

  sendOwn(text: string): void {
    const sequence = this.#sequenceOf(text);
    if (sequence !== undefined) this.send(sequence);
  }

  /** The module has sent it, and nobody is going to acknowledge it. */
  send(sequence: number): void {
    this.#move(sequence, this.#sent);
  }

  // What is on the flash.

  /** What has not arrived must be in this outbox, which was opened anew. */
  find(outbox: Outbox): void {
    const { isDroppingOldest } = this.#parts;
    const lost = this.#notIn(outbox);
    const oldest = [...this.#missing.keys()].filter((sequence) => !lost.includes(sequence))[0] ?? Infinity;
    // An append that power has ended may have made room before.
    const mayBeDropped = this.#isInterrupted && isDroppingOldest && lost.length <= RECORDS_OF_A_BLOCK;
    for (const sequence of lost) {
      if (mayBeDropped && sequence < oldest) this.#move(sequence, this.#dropped);
      else this.#fail(`reading ${sequence} is neither at the broker nor in the outbox`);
    }
    this.#isInterrupted = false;
  }

  /** One bit on the flash has changed: what was to be found before, and is not now, is lost. That is one record, at most. */
  rot(before: Outbox, after: Outbox): void {
    const lostBefore = new Set(this.#notIn(before));
    const lost = this.#notIn(after).filter((sequence) => !lostBefore.has(sequence));
    if (lost.length > 1) this.#fail(`one bit has rotted, and ${lost.join(', ')} are gone`);
    for (const sequence of lost) this.#move(sequence, this.#rotten);
  }

  /** Accepted readings that are neither at the broker nor in this outbox. */
  lostFrom(outbox: Outbox): number {
    return this.#notIn(outbox).length;
  }

  #settle(sequence: number, sample: string): void {
    for (const readings of this.#open) readings.delete(sequence);
    this.#arrived.delete(sequence);
    this.#arrived.set(sequence, { sample, at: this.#parts.now() });
    this.#forget();
  }

  #sequenceOf(text: string): number | undefined {
    for (const readings of [...this.#open, this.#arrived]) {
      for (const [sequence, { sample }] of readings) if (sample === text) return sequence;
    }
    return undefined;
  }

  #arriveRefused(sequence: number): void {
    const reading = this.#readingOf(sequence);
    if (reading === undefined) return;
    if (!this.#parts.isRefused(reading.sample)) this.#fail(`reading ${sequence} was given up, and nobody refuses it`);
    this.#move(sequence, this.#refused);
  }

  #noteRepeat(sequence: number): void {
    const before = this.#arrived.get(sequence);
    if (before === undefined) return;
    this.duplicated += 1;
    if (this.#parts.lastInterruption() >= before.at - LONGEST_WAY) return;
    if (before.at >= this.#parts.lastParting() - WORD_OF_ARRIVAL) return;
    this.#parts.onViolation('no-repeats', `${this.#parts.name}: ${sequence} has arrived twice, and nothing has happened meanwhile`);
  }

  #forget(): void {
    if (this.#arrived.size <= REMEMBERED) return;
    const [sequence] = this.#arrived.keys();
    this.#arrived.delete(sequence);
    this.#forgotten = Math.max(this.#forgotten, sequence);
  }

  #notIn(outbox: Outbox): readonly number[] {
    const record = recordFor(outbox);
    const found = new Set<number>();
    for (let after = 0; outbox.peek(record, after); after = record.sequence) {
      found.add(record.sequence);
      this.#compare(record);
    }
    return [...this.#missing.keys()].filter((sequence) => !found.has(sequence));
  }

  #compare({ sequence, payload, byteLength }: OutboxRecord): void {
    const text = latin1(payload.subarray(0, byteLength));
    const accepted = this.#missing.get(sequence)?.record ?? text;
    if (accepted !== text) this.#fail(`reading ${sequence} is ${text} in the outbox, and was ${accepted}`);
  }

  #move(sequence: number, target: Map<number, Reading>): void {
    const reading = this.#missing.get(sequence);
    if (reading === undefined) return;
    this.#missing.delete(sequence);
    target.set(sequence, reading);
  }

  #isKnown(sequence: number): boolean {
    return this.#readingOf(sequence) !== undefined || this.#arrived.has(sequence);
  }

  #readingOf(sequence: number): Reading | undefined {
    for (const readings of this.#open) {
      const reading = readings.get(sequence);
      if (reading !== undefined) return reading;
    }
    return undefined;
  }

  #fail(detail: string): void {
    this.#parts.onViolation('nothing-lost', `${this.#parts.name}: ${detail}`);
  }
}
