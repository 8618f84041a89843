import type { Alarm, Time } from '../ports/time.js';
import type { Message, MessageSource } from './message-source.js';
import type { QoS } from './mqtt-client-class.js';
import { recordFor, type Outbox, type OutboxRecord } from './outbox.js';

const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const COMMA = 0x2c;
/** Bytes that a batch takes besides its readings: the brackets. */
export const BATCH_OVERHEAD = 2;
/** Of readings in a batch: each is acknowledged by a write to flash. */
const LARGEST_BATCH = 64;

export interface BacklogPublisherOptions {
  readonly time: Time;
  readonly outbox: Outbox;
  readonly topic: string;
  readonly QoS: QoS;
  /** Bytes of the longest message. Must have room for the longest reading and {@link BATCH_OVERHEAD}. */
  readonly limit: number;
  /** Milliseconds from the delivery of a batch to the next one. */
  readonly pause: number;
  /** Bytes that `compose` adds to a payload at most. */
  readonly overhead: number;
  /** As for `OutboxPublisher`. */
  compose(record: OutboxRecord, target: Uint8Array, offset: number): number;
  /** A pause is over. */
  onDue(): void;
}

/**
 * What has gathered in an outbox, oldest first, in batches: a JSON array of readings in each message. The newest reading is not
 * among them, because it goes by itself and at once; pauses between the batches leave the line to it.
 */
export class BacklogPublisher implements MessageSource {
  readonly #options: BacklogPublisherOptions;
  readonly #record: OutboxRecord;
  readonly #buffer: Uint8Array;
  readonly #message: { topic: string; payload: Uint8Array; QoS: QoS; retain: boolean };
  /** Of the readings in the batch. */
  readonly #sequences: number[] = new Array<number>(LARGEST_BATCH).fill(0);
  readonly #due: Alarm;
  #batch = 0;
  #isPausing = false;
  #isHurried = false;
  #count = 0;

  constructor(options: BacklogPublisherOptions) {
    this.#options = options;
    this.#record = recordFor(options.outbox);
    this.#buffer = new Uint8Array(options.limit);
    this.#message = { topic: options.topic, payload: this.#buffer, QoS: options.QoS, retain: false };
    this.#due = options.time.alarm(() => {
      this.#isPausing = false;
      options.onDue();
    });
  }

  /** Records delivered since this object was made. */
  get count(): number {
    return this.#count;
  }

  next(): Message | undefined {
    if (this.#isPausing) return undefined;
    const byteLength = this.#compose();
    if (this.#batch === 0) return undefined;
    if (byteLength !== this.#message.payload.length) this.#message.payload = this.#buffer.subarray(0, byteLength);
    return this.#message;
  }

  delivered(): void {
    const { outbox, pause } = this.#options;
    for (let index = 0; index < this.#batch; index += 1) outbox.acknowledge(this.#sequences[index]);
    this.#count += this.#batch;
    this.#batch = 0;
    if (this.#isHurried || pause === 0) return;
    this.#isPausing = true;
    this.#due.arm(pause);
  }

  /** No more pauses, because the node is about to stop. */
  hurry(): void {
    this.#isHurried = true;
    this.#isPausing = false;
    this.#due.disarm();
  }

  #compose(): number {
    const { outbox, overhead, limit } = this.#options;
    const record = this.#record;
    const buffer = this.#buffer;
    let sequence = 0;
    let end = 1;
    this.#batch = 0;
    buffer[0] = OPENING_BRACKET;
    while (this.#batch < LARGEST_BATCH && outbox.peek(record, sequence) && record.sequence !== outbox.newest) {
      if (end + record.byteLength + overhead + 1 > limit) break;
      const behind = this.#options.compose(record, buffer, end);
      if (behind === end) break;
      sequence = record.sequence;
      this.#sequences[this.#batch] = sequence;
      this.#batch += 1;
      buffer[behind] = COMMA;
      end = behind + 1;
    }
    buffer[end - 1] = CLOSING_BRACKET;
    return end;
  }
}
