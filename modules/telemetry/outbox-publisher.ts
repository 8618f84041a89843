import type { QoS } from '../ports/mqtt-client.js';
import type { Message, MessageSource } from './message-source.js';
import { recordFor, type Outbox, type OutboxRecord } from './outbox.js';
import { PoisonMessage, type PoisonOptions } from './poison-message.js';

export interface OutboxPublisherOptions extends PoisonOptions {
  readonly outbox: Outbox;
  readonly QoS: QoS;
  /** Bytes that `compose` adds to a payload at most. */
  readonly overhead: number;
  /** Whether only the newest record is published, as long as it waits; otherwise all of them, the oldest first. */
  readonly isNewestOnly?: boolean;
  /** Records that may be under way at once, 1 by default. */
  readonly window?: number;
  /**
   * Writes what is published for `record` to `target` from `offset` on, and gives the offset behind it; `offset` itself where
   * the record is not to be sent yet. `isRefused`: what goes in the place of one that the broker refuses.
   */
  compose(record: OutboxRecord, target: Uint8Array, offset: number, isRefused: boolean): number;
  /** Whether something goes in the place of a record that the broker refuses; otherwise it is given up without. */
  readonly hasSubstitute?: boolean;
}

/**
 * The records of an outbox, one in each message; a record leaves the outbox when it was delivered, or found to be one that the
 * broker refuses.
 */
export class OutboxPublisher implements MessageSource {
  readonly #outbox: Outbox;
  readonly #record: OutboxRecord;
  readonly #buffer: Uint8Array;
  readonly #isNewestOnly: boolean;
  readonly #compose: OutboxPublisherOptions['compose'];
  readonly #poison: PoisonMessage;
  readonly #hasSubstitute: boolean;
  /** Sequence numbers of the records under way: a ring. */
  readonly #sequences: number[];
  #first = 0;
  #underWay = 0;
  /** The one that was given last; one that is not to be sent yet was not. */
  #last = 0;
  /** Records that may be under way now: fewer than the window has after the connection was closed on it. */
  #limit: number;
  /** The one in whose place a substitute goes. */
  #substituted = 0;
  #refused = 0;
  readonly #message: { topic: string; payload: Uint8Array; QoS: QoS; retain: boolean };
  #count = 0;

  constructor(options: OutboxPublisherOptions) {
    this.#outbox = options.outbox;
    this.#record = recordFor(options.outbox);
    this.#buffer = new Uint8Array(options.outbox.maximumPayload + options.overhead);
    this.#isNewestOnly = options.isNewestOnly === true;
    this.#sequences = new Array<number>(options.window ?? 1).fill(0);
    this.#limit = this.#sequences.length;
    this.#compose = (record, target, offset, isRefused) => options.compose(record, target, offset, isRefused);
    this.#poison = new PoisonMessage(options);
    this.#hasSubstitute = options.hasSubstitute === true;
    this.#message = { topic: options.topic, payload: this.#buffer, QoS: options.QoS, retain: false };
  }

  /** Records delivered since this object was made. */
  get count(): number {
    return this.#count;
  }

  /** Records that were given up since this object was made, because the broker refuses them. */
  get refused(): number {
    return this.#refused;
  }

  next(): Message | undefined {
    const { newest } = this.#outbox;
    const { isResting, passedOver } = this.#poison;
    this.#underWay = 0;
    if (isResting || (this.#isNewestOnly && newest === 0)) return undefined;
    const message = this.#messageAfter(this.#isNewestOnly ? Math.max(newest - 1, passedOver) : passedOver);
    if (message === undefined && passedOver > 0) this.#poison.hold();
    return message;
  }

  following(): Message | undefined {
    if (this.#isNewestOnly || this.#underWay >= this.#limit || this.#poison.isWatching) return undefined;
    return this.#messageAfter(this.#last);
  }

  delivered(): boolean {
    const sequence = this.#sequences[this.#first];
    this.#letGo(sequence);
    this.#first = (this.#first + 1) % this.#sequences.length;
    this.#underWay -= 1;
    if (this.#limit < this.#sequences.length) this.#limit += 1;
    this.#poison.passed(sequence);
    if (this.#underWay === 0) this.#outbox.prepare?.();
    return true;
  }

  /** Of several under way it may be any, so fewer go together next time. */
  closed(): void {
    const sequence = this.#sequences[this.#first];
    if (this.#underWay > 1) this.#limit = Math.floor(this.#underWay / 2);
    else if (this.#underWay === 1 && sequence === this.#substituted) this.#letGo(sequence);
    else if (this.#underWay === 1 && this.#poison.closed(sequence)) this.#giveUp(sequence);
  }

  close(): void {
    this.#poison.close();
  }

  #giveUp(sequence: number): void {
    const record = this.#record;
    if (!this.#outbox.peek(record, sequence - 1) || record.sequence !== sequence) return;
    this.#poison.tell(record);
    this.#substituted = sequence;
    if (!this.#hasSubstitute) this.#letGo(sequence);
  }

  #letGo(sequence: number): void {
    this.#outbox.acknowledge(sequence);
    if (sequence !== this.#substituted) {
      this.#count += 1;
      return;
    }
    this.#substituted = 0;
    this.#refused += 1;
  }

  #messageAfter(sequence: number): Message | undefined {
    const record = this.#record;
    if (!this.#outbox.peek(record, sequence)) return undefined;
    const byteLength = this.#compose(record, this.#buffer, 0, record.sequence === this.#substituted);
    if (byteLength === 0) return undefined;
    this.#last = record.sequence;
    this.#sequences[(this.#first + this.#underWay) % this.#sequences.length] = record.sequence;
    this.#underWay += 1;
    // A view is allocated, and most readings are as long as the one before.
    if (byteLength !== this.#message.payload.length) this.#message.payload = this.#buffer.subarray(0, byteLength);
    return this.#message;
  }
}
