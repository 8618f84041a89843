import { assert } from '../base/assert.js';
import type { QoS } from '../ports/mqtt-client.js';
import type { Message, MessageSource } from './message-source.js';
import { recordFor, type Outbox, type OutboxRecord } from './outbox.js';
import type { OwnTopics } from './own-topics.js';
import { PoisonMessage, type PoisonOptions } from './poison-message.js';
import { contentOf } from './record.js';
import type { RefusedMessage } from './refused-message.js';

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
  /** The messages of the application among the records, where there may be any: they have topics of their own. */
  readonly own?: OwnTopics;
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
  readonly #own: OwnTopics | undefined;
  readonly #topic: string;
  readonly #QoS: QoS;
  /** Of the records under way, in a ring: sequence numbers, topics, and which are the application's. */
  readonly #sequences: number[];
  readonly #topics: string[];
  readonly #areOwn: boolean[];
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
    this.#topics = new Array<string>(this.#sequences.length).fill(options.topic);
    this.#areOwn = new Array<boolean>(this.#sequences.length).fill(false);
    this.#limit = this.#sequences.length;
    this.#own = options.own;
    this.#topic = options.topic;
    this.#QoS = options.QoS;
    this.#compose = (record, target, offset, isRefused) => options.compose(record, target, offset, isRefused);
    this.#poison = new PoisonMessage(options);
    this.#hasSubstitute = options.hasSubstitute === true;
    this.#message = { topic: options.topic, payload: this.#buffer, QoS: options.QoS, retain: false };
  }

  /** Records delivered since this object was made, those of the application not counted. */
  get count(): number {
    return this.#count;
  }

  /** The same of those that were given up, because the broker refuses them. */
  get refused(): number {
    return this.#refused;
  }

  /** Whether it is the oldest of those that were given and have not left. */
  isUnderWay(sequence: number): boolean {
    return this.#underWay > 0 && this.#sequences[this.#first] === sequence;
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
    assert(this.#underWay > 0, 'a record arrives that is under way');
    const sequence = this.#sequences[this.#first];
    const topic = this.#topics[this.#first];
    this.#letGo(null);
    this.#first = (this.#first + 1) % this.#sequences.length;
    this.#underWay -= 1;
    if (this.#limit < this.#sequences.length) this.#limit += 1;
    this.#poison.passed(sequence, topic);
    if (this.#underWay === 0) this.#outbox.prepare?.();
    return true;
  }

  /** Of several under way it may be any, so fewer go together next time. */
  closed(): void {
    const sequence = this.#sequences[this.#first];
    if (this.#underWay > 1) this.#limit = Math.floor(this.#underWay / 2);
    else if (this.#underWay === 1 && sequence === this.#substituted) this.#letGo(null);
    else if (this.#underWay === 1 && this.#poison.closed(sequence, this.#topics[this.#first])) this.#giveUp(sequence);
  }

  close(): void {
    this.#poison.close();
  }

  #giveUp(sequence: number): void {
    const record = this.#record;
    if (!this.#outbox.peek(record, sequence - 1) || record.sequence !== sequence) return;
    const own = this.#areOwn[this.#first] ? this.#own : undefined;
    const refused = this.#poison.tell(sequence, this.#topics[this.#first], own?.payloadOf(record) ?? contentOf(record));
    if (own === undefined) this.#substituted = sequence;
    if (own !== undefined || !this.#hasSubstitute) this.#letGo(refused);
  }

  /** Of the oldest that is under way; `error` where the broker refuses it. */
  #letGo(error: RefusedMessage | null): void {
    const sequence = this.#sequences[this.#first];
    this.#outbox.acknowledge(sequence);
    if (this.#areOwn[this.#first]) return this.#own?.left(sequence, error);
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
    assert(record.sequence > sequence, 'records come in their order');
    const own = this.#own?.find(record) === true ? this.#own : undefined;
    const QoS = own?.QoS ?? this.#QoS;
    // What goes together is acknowledged in one way.
    if (this.#underWay > 0 && QoS !== this.#message.QoS) return undefined;
    const byteLength = own === undefined ? this.#composed(record) : own.copyPayload(record, this.#buffer);
    if (own === undefined && byteLength === 0) return undefined;
    this.#note(record.sequence, own?.topic ?? this.#topic, own !== undefined);
    this.#message.QoS = QoS;
    this.#message.retain = own?.isRetained === true;
    // A view is allocated, and most readings are as long as the one before.
    if (byteLength !== this.#message.payload.length) this.#message.payload = this.#buffer.subarray(0, byteLength);
    return this.#message;
  }

  #composed(record: OutboxRecord): number {
    return this.#compose(record, this.#buffer, 0, record.sequence === this.#substituted);
  }

  #note(sequence: number, topic: string, isOwn: boolean): void {
    const index = (this.#first + this.#underWay) % this.#sequences.length;
    this.#last = sequence;
    this.#sequences[index] = sequence;
    this.#topics[index] = topic;
    this.#areOwn[index] = isOwn;
    this.#underWay += 1;
    this.#message.topic = topic;
  }
}
