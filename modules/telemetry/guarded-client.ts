import { cellularError, RETRYABLE } from '../base/errors.js';
import type {
  ControlMessage,
  MqttClient,
  MqttClientCallbacks,
  MqttClientSpecifier,
  QoS,
  ReadableOptions,
  Will,
  WriteOptions,
} from '../ports/mqtt-client.js';
import type { Credentials } from './credentials.js';
import type { MessagesInFlight } from './messages-in-flight.js';

/** Bytes of the shortest control packet; a client that can take fewer is not ready for any. */
const CONTROL_LENGTH = 2;

/** Come from the client's callbacks, `onLost` also from within {@link GuardedClient}'s own methods. */
export interface GuardedClientEvents {
  onControl(message: ControlMessage): void;
  onWritable(): void;
  onReadable(client: MqttClient, count: number, options: ReadableOptions): void;
  /** Messages were dropped, all in all so many. */
  onDropped(total: number): void;
  /** The client failed, threw, or could not be made; it was closed. */
  onLost(error: Error): void;
}

/** One client at a time, made for each connection and let go of with it. Whatever the client throws is a lost connection. */
export class GuardedClient {
  readonly #specifier: MqttClientSpecifier;
  readonly #will: Will | undefined;
  readonly #events: GuardedClientEvents;
  readonly #callbacks: MqttClientCallbacks = {
    onReadable: (count, options) => this.#read(count, options),
    onWritable: (count) => {
      this.#writable = count;
      this.#events.onWritable();
    },
    onControl: (opcode, message) => this.#control(message ?? opcode),
    onError: (error) => this.#lose(error),
    onDropped: (count) => this.#noteDropped(count),
  };
  #client: MqttClient | undefined = undefined;
  #isConnected = false;
  #writable = 0;
  #isDisconnectSent = false;
  /** Messages dropped by all clients, and by this one. */
  #dropped = 0;
  #droppedByClient = 0;

  constructor(specifier: MqttClientSpecifier, will: Will | undefined, events: GuardedClientEvents) {
    this.#specifier = specifier;
    this.#will = will;
    this.#events = events;
  }

  /** Whether CONNACK has come and the client can take a control packet. */
  get isReady(): boolean {
    return this.#isConnected && this.#writable >= CONTROL_LENGTH;
  }

  /** Whether DISCONNECT is under way, or has done its work. */
  get isDisconnectSent(): boolean {
    return this.#isDisconnectSent;
  }

  /** Of the credentials nothing is kept. */
  open({ user, password, clientId }: Credentials): void {
    this.#droppedByClient = 0;
    try {
      const who = { user, password, id: clientId };
      this.#client = new this.#specifier.io({ ...this.#specifier, ...who, will: this.#will, ...this.#callbacks } as never);
    } catch (error) {
      this.#lose(error);
    }
  }

  subscribe(topic: string, QoS: QoS, id: number): void {
    this.#write({ operation: this.#specifier.io.SUBSCRIBE, id, items: [{ topic, QoS }] });
  }

  /** Once, as soon as the client can take it. */
  disconnect(): void {
    if (this.#isDisconnectSent || !this.isReady) return;
    this.#isDisconnectSent = true;
    this.#write({ operation: this.#specifier.io.DISCONNECT });
  }

  /** Writes as much of the message as the client can take. */
  publish(message: MessagesInFlight): void {
    const client = this.#client;
    if (client === undefined) return;
    try {
      this.#writable = message.write(client, this.#writable);
    } catch (error) {
      this.#lose(error);
    }
  }

  /** Without a word to the broker. */
  close(): void {
    const client = this.#client;
    this.#client = undefined;
    this.#isConnected = false;
    this.#writable = 0;
    this.#isDisconnectSent = false;
    try {
      client?.close();
    } catch {
      // A client that fails to close is let go of all the same: nothing else can be done about it.
    }
  }

  #write(options: WriteOptions): void {
    try {
      this.#writable = this.#client?.write(undefined, options) ?? 0;
    } catch (error) {
      this.#lose(error);
    }
  }

  #control(message: number | ControlMessage): void {
    if (typeof message === 'number') return;
    if (message.operation === this.#specifier.io.CONNACK) this.#isConnected = true;
    this.#events.onControl(message);
  }

  #noteDropped(count: number): void {
    this.#dropped += count - this.#droppedByClient;
    this.#droppedByClient = count;
    this.#events.onDropped(this.#dropped);
  }

  #read(count: number, options: ReadableOptions): void {
    const client = this.#client;
    if (client === undefined) return;
    try {
      this.#events.onReadable(client, count, options);
    } catch (error) {
      this.#lose(error);
    }
  }

  #lose(cause: unknown): void {
    this.close();
    const isError = cause instanceof Error;
    this.#events.onLost(isError ? cause : cellularError('connection-lost', 'the connection ended', RETRYABLE));
  }
}
