import type { FieldReader } from '../at/line/field-reader.js';
import type { Fetching, Pushing } from '../cellular/dialect/mqtt.js';
import { SlicedBuffer } from '../at/send/sliced-buffer.js';
import { assert } from '../base/assert.js';

/** Messages that may wait at once, whatever their size. */
const MESSAGE_LIMIT = 16;
/** Bytes of the longest: the module tells no greater length. */
const LONGEST = 65535;
/** What is kept of each message, where in one array: as arrays of their own they would take twice the room. */
const PAYLOAD_LENGTH = 0;
const TOPIC_LENGTH = MESSAGE_LIMIT;
const QOS = 2 * MESSAGE_LIMIT;

/**
 * Messages that have arrived and were not read yet, one behind the other in a buffer of fixed size. One that does not fit is
 * dropped as a whole, and counted; those before it stay.
 */
export class Inbox {
  /** Payloads and topics; a message that is fetched is received straight into its start. */
  readonly bytes: Uint8Array;
  readonly #buffer: SlicedBuffer | undefined;
  readonly #messages = new Uint16Array(3 * MESSAGE_LIMIT);
  #first = 0;
  #count = 0;
  /** Where the first message begins. */
  #start = 0;
  /** Where the last message ends. */
  #end = 0;
  #read = 0;
  #dropped = 0;

  /** A program that gives the buffer reads in place; what else it reads needs a view. */
  constructor(buffer: Uint8Array | SlicedBuffer) {
    this.bytes = buffer instanceof SlicedBuffer ? buffer.contents : buffer;
    this.#buffer = buffer instanceof SlicedBuffer ? buffer : undefined;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Messages that did not fit, and those that were lost on the way. */
  get dropped(): number {
    return this.#dropped;
  }

  get payloadLength(): number {
    return this.#messages[PAYLOAD_LENGTH + this.#first];
  }

  /** A topic lies behind its payload. */
  get topicStart(): number {
    return this.#start + this.payloadLength;
  }

  get topicLength(): number {
    return this.#messages[TOPIC_LENGTH + this.#first];
  }

  get qos(): number {
    return this.#messages[QOS + this.#first];
  }

  /** Payload bytes of the first message that were not read. */
  get unread(): number {
    return this.isEmpty ? 0 : this.payloadLength - this.#read;
  }

  /** Adds a pushed message. */
  add(fields: FieldReader, { topicAt, payloadAt, qosAt }: Pushing): void {
    const payloadLength = fields.byteLengthAt(payloadAt);
    const topicLength = fields.byteLengthAt(topicAt);
    const start = this.#room(payloadLength + topicLength);
    if (start < 0) return;
    fields.copyAt(payloadAt, this.bytes, start);
    fields.copyAt(topicAt, this.bytes, start + payloadLength);
    this.#note(start, payloadLength, topicLength, fields.integerAt(qosAt));
  }

  /**
   * Makes room for a message that will be received into the buffer's start, when the inbox is empty, and takes its topic from
   * `fields`. False where it does not fit; the payload then arrives for nothing.
   */
  expect(fields: FieldReader, { topicAt, lengthAt, qosAt }: Fetching): boolean {
    const payloadLength = fields.integerAt(lengthAt);
    const topicLength = fields.byteLengthAt(topicAt);
    const start = this.#room(payloadLength + topicLength);
    if (start !== 0) return false;
    fields.copyAt(topicAt, this.bytes, payloadLength);
    this.#note(0, payloadLength, topicLength, fields.integerAt(qosAt));
    return true;
  }

  /** Copies unread bytes of the first message to the start of `target`, which may be the inbox's own; gives the count. */
  read(target: Uint8Array): number {
    const { unread } = this;
    const count = target.length < unread ? target.length : unread;
    const from = this.#start + this.#read;
    // The lengths first: Espruino compares arrays as text, and would take kilobytes for it.
    if (target.length === this.bytes.length && target === this.bytes) this.#moveToStart(from, count);
    else if (this.#buffer === undefined) target.set(this.bytes.subarray(from, from + count));
    else this.#buffer.copyTo(target, 0, from, count);
    this.#read += count;
    assert(this.isEmpty || this.#read <= this.payloadLength, 'no more is read than has come');
    return count;
  }

  /** Forgets the first message. */
  remove(): void {
    if (this.isEmpty) return;
    this.#start += this.payloadLength + this.topicLength;
    this.#first = (this.#first + 1) % MESSAGE_LIMIT;
    this.#count -= 1;
    this.#read = 0;
    if (!this.isEmpty) return;
    this.#start = 0;
    this.#end = 0;
  }

  /** Forgets the first message, which has not come as a whole, and counts it. */
  drop(): void {
    if (this.isEmpty) return;
    this.#dropped += 1;
    this.remove();
  }

  /** Counts messages that were lost before they came here. */
  lose(count: number): void {
    this.#dropped += count;
  }

  clear(): void {
    while (!this.isEmpty) this.remove();
  }

  /** Where `length` bytes fit behind what is there, or -1, and then the message counts as dropped. */
  #room(length: number): number {
    if (this.#count < MESSAGE_LIMIT && length <= LONGEST) {
      if (this.#end + length > this.bytes.length) this.#compact();
      if (this.#end + length <= this.bytes.length) return this.#end;
    }
    this.#dropped += 1;
    return -1;
  }

  #note(start: number, payloadLength: number, topicLength: number, qos: number): void {
    const index = (this.#first + this.#count) % MESSAGE_LIMIT;
    this.#messages[PAYLOAD_LENGTH + index] = payloadLength;
    this.#messages[TOPIC_LENGTH + index] = topicLength;
    this.#messages[QOS + index] = qos;
    this.#count += 1;
    this.#end = start + payloadLength + topicLength;
    assert(this.#count <= MESSAGE_LIMIT && this.#end <= this.bytes.length, 'what waits has room');
  }

  /** What lies before the first message's unread bytes is free. */
  #moveToStart(from: number, count: number): void {
    if (from > 0) this.bytes.copyWithin(0, from, from + count);
  }

  /** Moves what waits to the buffer's start. */
  #compact(): void {
    if (this.#start === 0) return;
    this.bytes.copyWithin(0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
  }
}
