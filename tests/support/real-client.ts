import type { QoS } from '../../host-sim/broker/uplink.js';
import type { CellularError } from '../../modules/base/errors.js';
import { MQTTClient, type MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import type { Awaiter } from './awaiter.js';

export interface ReceivedMessage {
  readonly topic: string;
  readonly QoS: number;
  readonly payload: Uint8Array;
}

/** The driver's client over the simulated module, with promises for what its callbacks tell. */
export class RealClient {
  readonly client: MQTTClient;
  /** Opcodes of control messages, with what belongs to them, in order. */
  readonly controls: string[] = [];
  readonly messages: ReceivedMessage[] = [];
  error: CellularError | undefined;
  #writable = 0;
  readonly #awaiter: Awaiter;

  constructor(options: MQTTClientOptions, awaiter: Awaiter) {
    this.#awaiter = awaiter;
    this.client = new MQTTClient({
      ...options,
      onReadable: (count, { topic, QoS }) => {
        const payload = new Uint8Array(count);
        if (count > 0) this.client.read(payload);
        this.messages.push({ topic, QoS, payload });
        awaiter.changed();
      },
      onWritable: (count) => {
        this.#writable = count;
        awaiter.changed();
      },
      onControl: ({ operation, payload }) => {
        this.controls.push([operation, payload].filter((part) => part !== undefined).join(' '));
        awaiter.changed();
      },
      onError: (error) => {
        this.error = error;
        awaiter.changed();
      },
    });
  }

  /** Resolves when the next operation can be asked for, and so the last one has ended; rejects with what ended the connection. */
  async ready(what: string): Promise<this> {
    await this.until(() => this.#writable > 0 || this.error !== undefined, what);
    if (this.error !== undefined) throw this.error;
    return this;
  }

  /** Resolves with the end of the connection. */
  ended(what: string): Promise<CellularError> {
    return this.until(() => this.error, what);
  }

  /** Resolves when the broker has it; at QoS 0, when it is on its way. */
  async publish(topic: string, payload: string | Uint8Array, QoS: QoS = 1, retain = false): Promise<void> {
    this.#writable = this.client.write(Buffer.from(payload), { topic, QoS, retain });
    await this.ready(`${topic} is published`);
  }

  async subscribe(topic: string, QoS: QoS): Promise<void> {
    this.#writable = this.client.write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic, QoS }] });
    await this.ready(`${topic} is subscribed to`);
  }

  async unsubscribe(topic: string): Promise<void> {
    this.#writable = this.client.write(null, { operation: MQTTClient.UNSUBSCRIBE, items: [{ topic }] });
    await this.ready(`${topic} is no longer subscribed to`);
  }

  /** Sends DISCONNECT, waits for the connection's end and frees the slot. */
  async disconnect(): Promise<void> {
    this.client.write(null, { operation: MQTTClient.DISCONNECT });
    await this.ended('the end after DISCONNECT');
    this.client.close();
  }

  /** Resolves when so many messages have arrived since the start. */
  received(count: number): Promise<readonly ReceivedMessage[]> {
    return this.until(() => this.messages.length >= count && this.messages, `${count} messages have arrived`);
  }

  until<T>(find: () => T | false | undefined, what: string): Promise<T> {
    return this.#awaiter.until(find, what, () => {
      return `controls ${this.controls.join(', ')}; ${this.messages.length} messages; ${String(this.error)}`;
    });
  }
}
