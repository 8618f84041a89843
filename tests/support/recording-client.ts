import type { CellularError } from '../../modules/base/errors.js';
import { MQTTClient, type MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import type { WriteOptions } from '../../modules/ports/mqtt-client.js';
import { utf8 } from './bytes.js';

export interface ReceivedMessage {
  readonly topic: string;
  readonly QoS: number;
  readonly payload: Uint8Array;
}

/** A client, and what happened to it, in order and in words. */
export class RecordingClient {
  readonly events: string[] = [];
  /** As announced; the payload is filled in when it is read. */
  readonly messages: ReceivedMessage[] = [];
  readonly client: MQTTClient;
  /** As `onWritable` or `write` has said last. */
  writable = 0;
  error: CellularError | undefined;
  /** Whether `onReadable` reads at once; otherwise `take` does. */
  isReading = true;
  readonly #until: (condition: () => boolean, what: string) => void;

  /** `until` runs time; the methods that wait are built on it. */
  constructor(until: (condition: () => boolean, what: string) => void, options: MQTTClientOptions) {
    this.#until = until;
    this.client = new MQTTClient({
      ...options,
      onReadable: (count, { topic, QoS, byteLength, more }) => {
        this.events.push(`readable ${count}${byteLength === count && !more ? '' : ` of ${byteLength}`}`);
        this.messages.push({ topic, QoS, payload: new Uint8Array(count) });
        if (this.isReading) this.take();
      },
      onWritable: (count) => {
        this.writable = count;
        this.events.push('writable');
      },
      onControl: ({ operation, id, payload }) => {
        this.events.push([`control ${operation}`, id, payload].filter((part) => part !== undefined).join(' '));
      },
      onError: (error) => {
        this.error = error;
        this.events.push(`error ${error.code}`);
      },
      onDropped: (count) => {
        this.events.push(`dropped ${count}`);
      },
    });
  }

  /** What `onControl` was told, without CONNACK. */
  get acknowledgements(): string[] {
    return this.events.filter((event) => event.startsWith('control ') && event !== `control ${MQTTClient.CONNACK}`);
  }

  /** Reads the message that was announced last, as a whole. */
  take(): void {
    const message = this.messages[this.messages.length - 1];
    if (message.payload.length > 0) this.client.read(message.payload);
  }

  /** Writes as soon as it can. */
  write(data: Uint8Array | null, options: WriteOptions): void {
    this.untilWritable();
    this.writable = this.client.write(data, options);
  }

  publish(topic: string, payload: string | Uint8Array, QoS = 0, retain = false): void {
    this.write(typeof payload === 'string' ? utf8(payload) : payload, { topic, QoS, retain });
  }

  /** At QoS 1; waits for the acknowledgement. */
  subscribe(...topics: string[]): void {
    this.write(null, { operation: MQTTClient.SUBSCRIBE, items: topics.map((topic) => ({ topic, QoS: 1 })) });
    this.untilWritable();
  }

  untilWritable(): void {
    this.#until(() => this.writable > 0 || this.error !== undefined, 'the client is writable');
    if (this.error !== undefined) throw this.error;
  }

  untilError(): CellularError {
    this.#until(() => this.error !== undefined, 'the client fails');
    if (this.error === undefined) throw new Error('there is no error');
    return this.error;
  }

  /** Waits until so many messages have been announced, and gives all of them. */
  untilReceived(count: number): readonly ReceivedMessage[] {
    this.#until(() => this.messages.length >= count, `${count} messages are there`);
    return this.messages;
  }
}
