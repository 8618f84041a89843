import type { ByteBuffer } from '../../modules/base/byte-buffer.js';
import type {
  ControlMessage,
  MqttClientCallbacks,
  Subscription,
  Will,
  WriteOptions,
} from '../../modules/ports/mqtt-client.js';
import type { FakeBroker, Received } from './fake-broker.js';

export interface FakeOptions extends MqttClientCallbacks {
  readonly broker: FakeBroker;
  readonly will: Will;
  readonly id?: string;
}

interface Collecting {
  readonly options: WriteOptions;
  readonly byteLength: number;
  readonly bytes: number[];
}

interface Arrived {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly fragment: number;
  announced: number;
  read: number;
}

/**
 * An ECMA-419 MQTT client that holds its user to the pattern: what the standard calls an error throws and is noted as a
 * violation, and callbacks come from turns of their own.
 */
export class FakeMqttClient {
  static readonly CONNACK = 2;
  static readonly PUBACK = 4;
  static readonly PUBREC = 5;
  static readonly PUBCOMP = 7;
  static readonly SUBSCRIBE = 8;
  static readonly SUBACK = 9;
  static readonly DISCONNECT = 14;

  readonly number: number;
  readonly #options: FakeOptions;
  readonly #broker: FakeBroker;
  readonly #arrived: Arrived[] = [];
  readonly #there = { due: 0 };
  readonly #back = { due: 0 };
  #state: 'connecting' | 'connected' | 'dead' | 'failed' | 'closed' = 'connecting';
  #writable = 0;
  #collecting: Collecting | undefined;

  constructor(options: FakeOptions) {
    this.#options = options;
    this.#broker = options.broker;
    this.number = this.#broker.clients;
    this.#broker.clients += 1;
    this.#later(() => {
      if (!this.#broker.manner.isAccepting) return;
      this.#broker.connected.push(this);
      this.#later(() => {
        this.#state = 'connected';
        this.#control({ operation: FakeMqttClient.CONNACK });
        this.#becomeWritable();
      });
    });
  }

  get options(): FakeOptions {
    return this.#options;
  }

  read(into: Uint8Array): number | undefined {
    if (this.#state === 'closed' || this.#state === 'failed') this.#refuse('read after the end');
    const message = this.#arrived[0] as Arrived | undefined;
    const available = message === undefined ? 0 : message.announced - message.read;
    if (message === undefined || available === 0) return undefined;
    const taken = message.payload.subarray(message.read, message.read + Math.min(into.length, available));
    into.set(taken);
    message.read += taken.length;
    return taken.length;
  }

  write(data: Uint8Array | undefined, options?: WriteOptions): number {
    if (this.#state === 'closed' || this.#state === 'failed') this.#refuse('write after the end');
    // The client does not know yet that its connection is dead: what it is given goes nowhere.
    if (this.#state === 'connecting') this.#refuse('write before CONNACK');
    const operation = options?.operation ?? 3;
    if (this.#collecting !== undefined || operation === 3) this.#publish(data, options);
    else if (operation === FakeMqttClient.SUBSCRIBE) this.#subscribe(options);
    else if (operation === FakeMqttClient.DISCONNECT) this.#disconnect();
    else this.#refuse(`write of operation ${operation}`);
    return this.#writable;
  }

  /** Without DISCONNECT, so the broker publishes the will. */
  close(): void {
    if (this.#broker.connected.includes(this)) {
      this.#leave();
      this.#publishWill();
    }
    this.#state = 'closed';
  }

  /** From the broker. */
  receive(topic: string, payload: Uint8Array, fragment: number): void {
    this.#later(() => {
      this.#arrived.push({ topic, payload, fragment, announced: 0, read: 0 });
      if (this.#arrived.length === 1) this.#announce();
    });
  }

  /** The connection is gone; the user hears of it after `delay`. */
  die(error: Error, delay: number): void {
    this.#state = 'dead';
    this.#leave();
    this.#publishWill();
    this.#after(delay, () => {
      this.#state = 'failed';
      this.#options.onError(error);
    });
  }

  #publish(data: Uint8Array | undefined, options: WriteOptions | undefined): void {
    if (data === undefined) this.#refuse('publish without data');
    const collecting = this.#collecting ?? this.#begin(data, options);
    if (this.#collecting !== undefined && options !== undefined) this.#refuse('options with a later fragment');
    const overhead = this.#collecting === undefined ? 7 + textOf(options?.topic).length : 0;
    if (data.length + overhead > this.#writable) this.#refuse(`overflow: ${data.length} with ${this.#writable} writable`);
    collecting.bytes.push(...data);
    this.#collecting = collecting;
    this.#writable -= data.length + overhead;
    if (collecting.bytes.length > collecting.byteLength) this.#refuse('more than byteLength');
    const isComplete = collecting.bytes.length === collecting.byteLength;
    if (this.#broker.manner.style === 'tcp') this.#after(1, () => this.#becomeWritable());
    else if (isComplete) this.#writable = 0;
    if (!isComplete) return;
    this.#collecting = undefined;
    this.#send(collecting);
  }

  #begin(data: Uint8Array, options: WriteOptions | undefined): Collecting {
    if (options?.topic === undefined) this.#refuse('publish without a topic');
    return { options: { ...options }, byteLength: options.byteLength ?? data.length, bytes: [] };
  }

  #send({ options, bytes }: Collecting): void {
    const text = new TextDecoder().decode(new Uint8Array(bytes));
    const QoS = options.QoS ?? 0;
    this.#trip(this.#there, () => {
      this.#broker.accept(this.#message(textOf(options.topic), text, QoS, options.retain === true));
      if (!this.#broker.manner.isAcknowledging) return;
      this.#trip(this.#back, () => {
        if (QoS === 1) this.#control({ operation: FakeMqttClient.PUBACK, id: options.id });
        if (QoS === 2) {
          this.#control({ operation: FakeMqttClient.PUBREC, id: options.id });
          this.#control({ operation: FakeMqttClient.PUBCOMP, id: options.id });
        }
        if (this.#broker.manner.style === 'modem') this.#becomeWritable();
      });
    });
  }

  #subscribe(options: WriteOptions | undefined): void {
    const items: readonly Subscription[] = options?.items ?? [];
    if (items.length === 0) this.#refuse('subscribe without items');
    if (this.#writable === 0) this.#refuse('subscribe with nothing writable');
    if (this.#broker.manner.style === 'modem') this.#writable = 0;
    this.#trip(this.#there, () => {
      const { grant, endsOn } = this.#broker.manner;
      const topics = items.map((item) => textOf(item.topic));
      this.#broker.subscribed.push(...topics);
      if (topics.some((topic) => endsOn(topic))) return this.die(new Error('connection lost'), 0);
      const payload = items.map((item) => grant(textOf(item.topic)) ?? item.QoS ?? 0);
      this.#trip(this.#back, () => {
        this.#control({ operation: FakeMqttClient.SUBACK, id: options?.id, payload });
        if (this.#broker.manner.style === 'modem') this.#becomeWritable();
      });
    });
  }

  /** The broker forgets the will; the connection ends. */
  #disconnect(): void {
    this.#writable = 0;
    this.#trip(this.#there, () => {
      this.#leave();
      this.#state = 'dead';
      this.#after(20, () => {
        this.#state = 'failed';
        this.#options.onError(new Error('disconnected as asked'));
      });
    });
  }

  #announce(): void {
    const message = this.#arrived[0] as Arrived | undefined;
    if (message === undefined || this.#state !== 'connected') return;
    const { topic, payload, fragment } = message;
    const count = Math.min(fragment, payload.length - message.announced);
    const isFirst = message.announced === 0;
    message.announced += count;
    const more = message.announced < payload.length;
    this.#options.onReadable(count, isFirst ? { topic, more } : { more });
    if (message.read < message.announced) this.#broker.violations.push('a message was not read');
    if (!more) this.#arrived.shift();
    this.#after(1, () => this.#announce());
  }

  #becomeWritable(): void {
    this.#writable = this.#broker.manner.capacity;
    this.#options.onWritable(this.#writable);
  }

  #control(message: ControlMessage): void {
    if (this.#broker.manner.isOpcodeFirst) this.#options.onControl(message.operation, message);
    else this.#options.onControl(message);
  }

  #message(topic: string, text: string, QoS: number, retain: boolean): Received {
    return { topic, text, QoS, retain, clientNumber: this.number, at: this.#broker.time.now() };
  }

  #publishWill(): void {
    const { topic, message, QoS = 0, retain = false } = this.#options.will;
    this.#broker.accept(this.#message(topic, textOf(message), QoS, retain));
  }

  #leave(): void {
    const { connected } = this.#broker;
    if (connected.includes(this)) connected.splice(connected.indexOf(this), 1);
  }

  /** One way, over a connection that lives. */
  /** None overtakes another on its way. */
  #trip(way: { due: number }, arrive: () => void): void {
    const { time, manner } = this.#broker;
    way.due = Math.max(way.due, time.now() + manner.latency());
    this.#after(way.due - time.now(), () => {
      if (this.#state === 'connected') arrive();
    });
  }

  #later(callback: () => void): void {
    this.#after(this.#broker.manner.latency(), () => {
      if (this.#state === 'connected' || this.#state === 'connecting') callback();
    });
  }

  #after(delay: number, callback: () => void): void {
    this.#broker.time
      .alarm(() => {
        if (this.#state !== 'closed') callback();
      })
      .arm(delay);
  }

  #refuse(violation: string): never {
    this.#broker.violations.push(violation);
    throw new Error(violation);
  }
}

function textOf(text: string | ByteBuffer | undefined): string {
  return typeof text === 'string' ? text : new TextDecoder().decode(text);
}
