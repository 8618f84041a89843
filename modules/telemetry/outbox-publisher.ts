import type { Message, MessageSource } from './message-source.js';
import type { QoS } from './mqtt-client-class.js';
import { recordFor, type Outbox, type OutboxRecord } from './outbox.js';

export interface OutboxPublisherOptions {
  readonly outbox: Outbox;
  readonly topic: string;
  readonly QoS: QoS;
  /** Bytes that `compose` adds to a payload at most. */
  readonly overhead: number;
  /** Writes what is published for `record` to the start of `target`; 0 where the record is not to be sent yet. */
  compose(record: OutboxRecord, target: Uint8Array): number;
}

/** The oldest record of an outbox, as long as there is one; a record leaves the outbox when it was delivered. */
export class OutboxPublisher implements MessageSource {
  readonly #outbox: Outbox;
  readonly #record: OutboxRecord;
  readonly #buffer: Uint8Array;
  readonly #compose: (record: OutboxRecord, target: Uint8Array) => number;
  readonly #message: { topic: string; payload: Uint8Array; QoS: QoS; retain: boolean };
  #count = 0;

  constructor(options: OutboxPublisherOptions) {
    this.#outbox = options.outbox;
    this.#record = recordFor(options.outbox);
    this.#buffer = new Uint8Array(options.outbox.maximumPayload + options.overhead);
    this.#compose = (record, target) => options.compose(record, target);
    this.#message = { topic: options.topic, payload: this.#buffer, QoS: options.QoS, retain: false };
  }

  /** Records delivered since this object was made. */
  get count(): number {
    return this.#count;
  }

  next(): Message | undefined {
    if (!this.#outbox.peek(this.#record)) return undefined;
    const byteLength = this.#compose(this.#record, this.#buffer);
    if (byteLength === 0) return undefined;
    // A view is allocated, and most readings are as long as the one before.
    if (byteLength !== this.#message.payload.length) this.#message.payload = this.#buffer.subarray(0, byteLength);
    return this.#message;
  }

  delivered(): void {
    this.#outbox.acknowledge(this.#record.sequence);
    this.#count += 1;
  }
}
