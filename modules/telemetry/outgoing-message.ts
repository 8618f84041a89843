import { utf8Length } from '../at/utf8.js';
import type { Message, MessageSource } from './message-source.js';
import type { ControlMessage, MqttClient, MqttClientClass, QoS } from './mqtt-client-class.js';

/**
 * Bytes that a PUBLISH may take besides topic and payload: fixed header 5, topic length 2, id 2. Clients differ in whether
 * `onWritable` counts them, so room is left for them.
 */
const PUBLISH_OVERHEAD = 9;

/** The one message that is under way, from its first fragment to its acknowledgement. Made once. */
export class OutgoingMessage {
  #source: MessageSource | undefined = undefined;
  #payload: Uint8Array = new Uint8Array(0);
  #written = 0;
  #isStarted = false;
  #isDelivered = false;
  #topic = '';
  #topicLength = 0;
  readonly #options = { id: 0, topic: '', QoS: 0 as QoS, retain: false, byteLength: 0 };

  get isUnderWay(): boolean {
    return this.#source !== undefined;
  }

  /** Whether what ends it is the broker's word. */
  get isAcknowledged(): boolean {
    return this.#options.QoS > 0;
  }

  begin(source: MessageSource, message: Message, id: number): void {
    this.#source = source;
    this.#payload = message.payload;
    this.#written = 0;
    this.#isStarted = false;
    // Counting a string's bytes boxes it; a session has few topics, and most messages in a row have the same.
    if (message.topic !== this.#topic) {
      this.#topic = message.topic;
      this.#topicLength = utf8Length(message.topic);
    }
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
    return this.#isAwaited() && this.#options.QoS === 0 && this.#isWritten();
  }

  isAcknowledgedBy(control: ControlMessage, io: MqttClientClass): boolean {
    const awaited = this.#options.QoS === 1 ? io.PUBACK : io.PUBCOMP;
    return this.#isAwaited() && this.#options.QoS > 0 && control.operation === awaited && control.id === this.#options.id;
  }

  /** Notes that it has arrived; {@link settle} tells its source. */
  markDelivered(): void {
    this.#isDelivered = true;
  }

  /** Ends it where it has arrived, and tells its source. */
  settle(): void {
    if (!this.#isDelivered) return;
    const source = this.#source;
    this.#isDelivered = false;
    this.#source = undefined;
    source?.delivered();
  }

  /** Ends it; where it has not arrived its source has it still. */
  abandon(): void {
    this.settle();
    this.#source = undefined;
  }

  #isAwaited(): boolean {
    return this.isUnderWay && !this.#isDelivered;
  }

  #isWritten(): boolean {
    return this.#isStarted && this.#written === this.#payload.length;
  }
}
