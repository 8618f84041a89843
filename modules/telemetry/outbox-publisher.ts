import type { Message, MessageSource } from './message-source.js';
import type { QoS } from './mqtt-client-class.js';
import { recordFor, type Outbox, type OutboxRecord } from './outbox.js';

export interface OutboxPublisherOptions {
  readonly outbox: Outbox;
  readonly topic: string;
  readonly QoS: QoS;
  /** Bytes that `compose` adds to a payload at most. */
  readonly overhead: number;
  /** Whether only the newest record is published, as long as it waits; otherwise all of them, the oldest first. */
  readonly isNewestOnly?: boolean;
  /** Records that may be under way at once, 1 by default. */
  readonly window?: number;
  /**
   * Writes what is published for `record` to `target` from `offset` on, and gives the offset behind it; `offset` itself where
   * the record is not to be sent yet.
   */
  compose(record: OutboxRecord, target: Uint8Array, offset: number): number;
}

/** The records of an outbox, one in each message; a record leaves the outbox when it was delivered. */
export class OutboxPublisher implements MessageSource {
  readonly #outbox: Outbox;
  readonly #record: OutboxRecord;
  readonly #buffer: Uint8Array;
  readonly #isNewestOnly: boolean;
  readonly #compose: (record: OutboxRecord, target: Uint8Array, offset: number) => number;
  /** Sequence numbers of the records under way: a ring. */
  readonly #sequences: number[];
  #first = 0;
  #underWay = 0;
  /** The one that was given last; one that is not to be sent yet was not. */
  #last = 0;
  readonly #message: { topic: string; payload: Uint8Array; QoS: QoS; retain: boolean };
  #count = 0;

  constructor(options: OutboxPublisherOptions) {
    this.#outbox = options.outbox;
    this.#record = recordFor(options.outbox);
    this.#buffer = new Uint8Array(options.outbox.maximumPayload + options.overhead);
    this.#isNewestOnly = options.isNewestOnly === true;
    this.#sequences = new Array<number>(options.window ?? 1).fill(0);
    this.#compose = (record, target, offset) => options.compose(record, target, offset);
    this.#message = { topic: options.topic, payload: this.#buffer, QoS: options.QoS, retain: false };
  }

  /** Records delivered since this object was made. */
  get count(): number {
    return this.#count;
  }

  next(): Message | undefined {
    const { newest } = this.#outbox;
    this.#underWay = 0;
    if (this.#isNewestOnly && newest === 0) return undefined;
    return this.#messageAfter(this.#isNewestOnly ? newest - 1 : 0);
  }

  following(): Message | undefined {
    if (this.#isNewestOnly || this.#underWay === this.#sequences.length) return undefined;
    return this.#messageAfter(this.#last);
  }

  delivered(): boolean {
    this.#outbox.acknowledge(this.#sequences[this.#first]);
    this.#first = (this.#first + 1) % this.#sequences.length;
    this.#underWay -= 1;
    this.#count += 1;
    if (this.#underWay === 0) this.#outbox.prepare?.();
    return true;
  }

  #messageAfter(sequence: number): Message | undefined {
    const record = this.#record;
    if (!this.#outbox.peek(record, sequence)) return undefined;
    const byteLength = this.#compose(record, this.#buffer, 0);
    if (byteLength === 0) return undefined;
    this.#last = record.sequence;
    this.#sequences[(this.#first + this.#underWay) % this.#sequences.length] = record.sequence;
    this.#underWay += 1;
    // A view is allocated, and most readings are as long as the one before.
    if (byteLength !== this.#message.payload.length) this.#message.payload = this.#buffer.subarray(0, byteLength);
    return this.#message;
  }
}
