import { assert } from '../base/assert.js';
import { utf8Length } from '../base/utf8.js';
import type { ControlMessage, MqttClient, MqttClientClass, QoS } from '../ports/mqtt-client.js';
import { packetIdentifierAfter } from '../ports/packet-identifier.js';
import type { Message, MessageSource } from './message-source.js';

/**
 * Bytes that a PUBLISH may take besides topic and payload: fixed header 5, topic length 2, id 2. Clients differ in whether
 * `onWritable` counts them, so room is left for them.
 */
const PUBLISH_OVERHEAD = 9;

/**
 * What is under way, from its first fragment to its acknowledgement: the message that is being written, and behind it those of the
 * same source that are written. They have consecutive identifiers, and are acknowledged in their order. Made once.
 */
export class MessagesInFlight {
  #source: MessageSource | undefined = undefined;
  #bytes = 0;
  /** Begun, and not acknowledged. */
  #awaited = 0;
  #oldestId = 0;
  /** Arrived, and their source was not told. */
  #delivered = 0;
  #payload: Uint8Array = new Uint8Array(0);
  #written = 0;
  #isStarted = false;
  #topic = '';
  #topicLength = 0;
  readonly #options = { id: 0, topic: '', QoS: 0 as QoS, retain: false, byteLength: 0 };

  /** Messages under way, and those whose source was not told yet that they have arrived. */
  get count(): number {
    return this.#awaited + this.#delivered;
  }

  /** Bytes of topics and payloads of all that were begun, repeats included. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Where they come from. */
  get source(): MessageSource | undefined {
    return this.#source;
  }

  /** Whether none is left whose acknowledgement is awaited. */
  get isIdle(): boolean {
    return this.#awaited === 0;
  }

  /** Whether every source knows what has arrived. */
  get isSettled(): boolean {
    return this.#delivered === 0;
  }

  /** Whether a part of a message is still to be written. */
  get isBeingWritten(): boolean {
    return this.#awaited > 0 && !this.#isWritten();
  }

  /** Whether what ends it is the broker's word. */
  get isAcknowledged(): boolean {
    return this.#options.QoS > 0;
  }

  /** Begins with a message; where others are under way, all of them are written. */
  begin(source: MessageSource, message: Message, id: number): void {
    assert(this.#awaited === 0 || this.#isWritten(), 'a message is written before the next one is begun');
    assert(this.#source === undefined || this.#source === source, 'what is under way is of one source');
    if (this.#awaited === 0) this.#oldestId = id;
    this.#awaited += 1;
    this.#source = source;
    this.#payload = message.payload;
    this.#written = 0;
    this.#isStarted = false;
    // Counting a string's bytes boxes it; a session has few topics, and most messages in a row have the same.
    if (message.topic !== this.#topic) {
      this.#topic = message.topic;
      this.#topicLength = utf8Length(message.topic);
    }
    this.#bytes += this.#topicLength + message.payload.length;
    const options = this.#options;
    options.id = id;
    options.topic = message.topic;
    options.QoS = message.QoS;
    options.retain = message.retain;
    options.byteLength = message.payload.length;
  }

  /** Writes as much as `writable` allows, and gives what the client can still take. Throws what the client throws. */
  write(client: MqttClient, writable: number): number {
    if (this.#isWritten()) return writable;
    const room = this.#isStarted ? writable : writable - PUBLISH_OVERHEAD - this.#topicLength;
    if (room <= 0) return writable;
    const count = Math.min(room, this.#payload.length - this.#written);
    const isWhole = count === this.#payload.length;
    const fragment = isWhole ? this.#payload : this.#payload.subarray(this.#written, this.#written + count);
    const left = this.#isStarted ? client.write(fragment) : client.write(fragment, this.#options);
    this.#isStarted = true;
    this.#written += count;
    return left;
  }

  /** At QoS 0, that the client is ready for more is all that will be heard of it. */
  isSentForGood(): boolean {
    return this.#awaited > 0 && this.#options.QoS === 0 && this.#isWritten();
  }

  isAcknowledgedBy(control: ControlMessage, io: MqttClientClass): boolean {
    const awaited = this.#options.QoS === 1 ? io.PUBACK : io.PUBCOMP;
    return this.#awaited > 0 && this.#options.QoS > 0 && control.operation === awaited && control.id === this.#oldestId;
  }

  /** Notes that the oldest has arrived; {@link settle} tells its source. */
  markDelivered(): void {
    assert(this.#awaited > 0, 'nothing arrives that was not sent');
    this.#awaited -= 1;
    this.#delivered += 1;
    this.#oldestId = packetIdentifierAfter(this.#oldestId);
  }

  /** Tells the source of one that has arrived, or of a part of it: each may cost a write to flash. */
  settle(): void {
    if (this.#delivered === 0 || this.#source?.delivered() === false) return;
    this.#delivered -= 1;
    this.#forgetSource();
  }

  /** The far end has closed the connection. What has arrived, and its source was not told of, tells nothing of the rest. */
  closed(): void {
    if (this.#awaited > 0 && this.#delivered === 0 && (this.#isStarted || this.#awaited > 1)) this.#source?.closed?.();
  }

  /** Ends what has not arrived: its source has it still. */
  abandon(): void {
    this.#awaited = 0;
    this.settle();
    this.#forgetSource();
  }

  #forgetSource(): void {
    if (this.count === 0) this.#source = undefined;
  }

  #isWritten(): boolean {
    return this.#isStarted && this.#written === this.#payload.length;
  }
}
