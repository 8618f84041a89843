import { assert } from '../base/assert.js';
import type { QoS } from '../ports/mqtt-client.js';
import type { Alarm } from '../ports/time.js';
import type { Message, MessageSource } from './message-source.js';
import { recordFor, type Outbox, type OutboxRecord } from './outbox.js';
import type { OwnTopics } from './own-topics.js';
import { PoisonMessage, type PoisonOptions } from './poison-message.js';
import type { ReadingComposer } from './reading-composer.js';
import { contentOf } from './record.js';
import type { RefusedMessage } from './refused-message.js';

/** Of readings in a batch: each is acknowledged by a write to flash. */
export const LARGEST_BATCH = 64;

/** Writes batches: `ReadingComposer` does. */
export type BatchComposer = Pick<
  ReadingComposer,
  'overhead' | 'compose' | 'batchHeadRoom' | 'batchTailRoom' | 'batchHeadLength' | 'closeBatch'
>;

/** `onDue`: a pause is over, too. */
export interface BacklogPublisherOptions extends PoisonOptions {
  readonly outbox: Outbox;
  readonly QoS: QoS;
  /** Bytes of the longest message. Must have room for the longest reading, and for what makes a batch of it. */
  readonly limit: number;
  /** Milliseconds from the delivery of a batch to the next one. */
  readonly pause: number;
  readonly composer: BatchComposer;
  /**
   * Whether a record is under way by itself, as the newest one goes: another may follow it meanwhile, and who is next is looked
   * at ahead.
   */
  isUnderWay?(sequence: number): boolean;
  /** The messages of the application among the records, where there may be any: each goes by itself, on its own topic. */
  readonly own?: OwnTopics;
}

/**
 * What has gathered in an outbox, oldest first, in batches. The newest reading is not
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
  readonly #poison: PoisonMessage;
  /** Readings that may be in a batch now: fewer after the connection was closed on one. */
  #limit = LARGEST_BATCH;
  /** The one in whose place a substitute goes. */
  #substituted = 0;
  #refused = 0;
  /** Readings in the batch. */
  #batch = 0;
  /** Of these, those which the outbox has let go of. */
  #gone = 0;
  /** Where the first reading is written. */
  readonly #start: number;
  /** Behind what is written of the batch. */
  #end: number;
  #isComposed = false;
  /** What is composed is a message of the application. */
  #isOwn = false;
  #isPausing = false;
  #isHurried = false;
  #count = 0;

  constructor(options: BacklogPublisherOptions) {
    this.#options = options;
    this.#start = options.composer.batchHeadRoom(LARGEST_BATCH);
    this.#end = this.#start;
    this.#record = recordFor(options.outbox);
    this.#buffer = new Uint8Array(options.limit);
    this.#message = { topic: options.topic, payload: this.#buffer, QoS: options.QoS, retain: false };
    this.#poison = new PoisonMessage(options);
    this.#due = options.time.alarm(() => {
      this.#isPausing = false;
      options.onDue();
    });
  }

  /** Readings delivered since this object was made. */
  get count(): number {
    return this.#count;
  }

  /** The same of those that were given up, because the broker refuses them. */
  get refused(): number {
    return this.#refused;
  }

  /** Writes one reading a call: reading it from flash takes most of a turn. */
  next(): Message | undefined {
    if (this.#isPausing || this.#poison.isResting) return undefined;
    if (!this.#isComposed) this.#compose();
    return this.#isComposed ? this.#message : undefined;
  }

  get isPreparing(): boolean {
    return this.#batch > 0 && !this.#isComposed;
  }

  /** Lets go of one reading a call, for each is a write to flash. */
  delivered(): boolean {
    assert(this.#gone < this.#batch, 'a reading arrives that is in the batch');
    const sequence = this.#sequences[this.#gone];
    this.#letGo(sequence, null);
    this.#poison.passed(sequence, this.#message.topic);
    this.#gone += 1;
    if (this.#gone < this.#batch) return false;
    if (this.#limit < LARGEST_BATCH) this.#limit += 1;
    this.#begin();
    this.#options.outbox.prepare?.();
    this.#rest();
    return true;
  }

  /** Of several in a batch it may be any, or be their number, so fewer go together next time. */
  closed(): void {
    const [sequence] = this.#sequences;
    if (this.#batch > 1) this.#limit = Math.floor(this.#batch / 2);
    else if (sequence === this.#substituted) this.#letGo(sequence, null);
    else if (this.#poison.closed(sequence, this.#message.topic)) this.#giveUp(sequence);
    this.#begin();
  }

  close(): void {
    this.hurry();
    this.#poison.close();
  }

  /** No more pauses, because the node is about to stop. */
  hurry(): void {
    this.#isHurried = true;
    this.#isPausing = false;
    this.#due.disarm();
  }

  #rest(): void {
    const { pause } = this.#options;
    if (this.#isHurried || pause === 0) return;
    this.#isPausing = true;
    this.#due.arm(pause);
  }

  #begin(): void {
    this.#batch = 0;
    this.#gone = 0;
    this.#end = this.#start;
    this.#isComposed = false;
    this.#isOwn = false;
  }

  #compose(): void {
    if (this.#batch < this.#room && this.#add()) return;
    if (this.#isOwn) return;
    if (this.#batch > 0) this.#finish();
    else if (this.#poison.passedOver > 0) this.#poison.hold();
  }

  /** One that may be refused goes alone, and so does what goes in the place of one that is. */
  get #room(): number {
    const isAlone = this.#poison.isWatching && this.#poison.passedOver === 0;
    return isAlone || (this.#batch > 0 && this.#sequences[0] === this.#substituted) ? 1 : this.#limit;
  }

  /** Adds the next reading; false where there is none, or it is not to be in this batch. */
  #add(): boolean {
    const { outbox, composer, limit } = this.#options;
    const record = this.#record;
    const buffer = this.#buffer;
    const last = this.#batch === 0 ? this.#poison.passedOver : this.#sequences[this.#batch - 1];
    if (!outbox.peek(record, last) || record.sequence === outbox.newest) return false;
    if (this.#options.isUnderWay?.(record.sequence) === true) return false;
    if (this.#options.own?.find(record) === true) return this.#takeOwn(this.#options.own);
    if (this.#end + record.byteLength + composer.overhead + composer.batchTailRoom > limit) return false;
    const behind = composer.compose(record, this.#batch, buffer, this.#end, record.sequence === this.#substituted);
    if (behind === this.#end) return false;
    assert(behind <= limit, 'a batch is as long as it may be');
    this.#end = behind;
    this.#sequences[this.#batch] = record.sequence;
    this.#batch += 1;
    return true;
  }

  /** A message of the application is no reading to be added to others: it is the next one, where none is before it in the batch. */
  #takeOwn(own: OwnTopics): false {
    if (this.#batch > 0) return false;
    this.#sequences[0] = this.#record.sequence;
    this.#batch = 1;
    this.#isOwn = true;
    this.#give(0, own.copyPayload(this.#record, this.#buffer), own.topic, own.QoS, own.isRetained);
    return false;
  }

  /** Bytes `start` to `end` of the buffer are the message. */
  #give(start: number, end: number, topic: string, QoS: QoS, retain: boolean): void {
    const message = this.#message;
    message.topic = topic;
    message.QoS = QoS;
    message.retain = retain;
    const { payload } = message;
    if (start !== payload.byteOffset || end - start !== payload.length) message.payload = this.#buffer.subarray(start, end);
    this.#isComposed = true;
  }

  #giveUp(sequence: number): void {
    const record = this.#record;
    if (!this.#options.outbox.peek(record, sequence - 1) || record.sequence !== sequence) return;
    const own = this.#isOwn ? this.#options.own : undefined;
    const refused = this.#poison.tell(sequence, this.#message.topic, own?.payloadOf(record) ?? contentOf(record));
    if (own !== undefined) this.#letGo(sequence, refused);
    else this.#substituted = sequence;
  }

  /** `error` where the broker refuses it. */
  #letGo(sequence: number, error: RefusedMessage | null): void {
    this.#options.outbox.acknowledge(sequence);
    if (this.#isOwn) return this.#options.own?.left(sequence, error);
    if (sequence !== this.#substituted) {
      this.#count += 1;
      return;
    }
    this.#substituted = 0;
    this.#refused += 1;
  }

  #finish(): void {
    const { composer, topic, QoS } = this.#options;
    const start = this.#start - composer.batchHeadLength(this.#batch);
    this.#give(start, composer.closeBatch(this.#batch, this.#buffer, this.#start, this.#end), topic, QoS, false);
  }
}
