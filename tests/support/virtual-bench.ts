import { ModelBroker, type ModelBrokerOptions } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart, type VirtualUartOptions } from '../../host-sim/uart/virtual-uart.js';
import type { ConnectOptions } from '../../modules/modem/connect-options.js';
import { Modem } from '../../modules/modem/modem.js';
import type { MQTTClientOptions } from '../../modules/mqtt/client-options.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';

const MINUTE = 60_000;
/** 2026-03-01, well after the year below which the driver takes a clock for unset. */
const START = Date.UTC(2026, 2, 1);

export interface VirtualBenchOptions {
  readonly module?: Partial<SimulatedModuleOptions>;
  readonly broker?: Partial<ModelBrokerOptions>;
  readonly uart?: Partial<VirtualUartOptions>;
}

/** Everything from the driver to the broker, in virtual time: modem, UART, simulated module, model broker. */
export class VirtualBench {
  readonly time = new VirtualTime();
  readonly broker: ModelBroker;
  readonly uart: VirtualUart;
  readonly module: SimulatedModule;
  readonly modem: Modem;
  /** What the independent subscriber at the broker has received. */
  readonly received: Message[] = [];

  constructor(options: VirtualBenchOptions = {}) {
    const { time } = this;
    this.broker = new ModelBroker({ time, ...options.broker });
    this.uart = new VirtualUart({ time, ...options.uart });
    this.module = new SimulatedModule({
      time,
      uplink: this.broker.uplink(),
      line: this.uart.module,
      utcNow: () => START + time.now(),
      ...options.module,
    });
    this.modem = new Modem({ serial: { io: this.uart.Serial }, time });
    this.broker.subscribe('#', (message) => this.received.push(message));
    this.module.powerOn();
  }

  /** Runs until the modem has an address, its clock and its TLS files. */
  bringUp(options: ConnectOptions = { apn: 'CMNET' }): this {
    this.modem.connect(options);
    this.until(() => this.modem.connection === 500, 'the modem is up');
    return this;
  }

  /** Runs in virtual time until the condition holds; throws when it does not within ten minutes. */
  until(condition: () => boolean, what: string, limit = 10 * MINUTE): void {
    if (!this.time.runUntil(condition, limit)) throw new Error(`not within ${limit} ms: ${what} (modem ${this.modem.state}, ${String(this.modem.error)})`);
  }

  /** A client that records what it is told. */
  client(options: Partial<MQTTClientOptions> = {}): RecordingClient {
    return new RecordingClient(this, { link: this.modem, host: 'broker.example.com', id: 'node-1', ...options });
  }

  /** A client whose CONNACK has come. */
  connectedClient(options: Partial<MQTTClientOptions> = {}): RecordingClient {
    const client = this.client(options);
    this.until(() => client.writable > 0, 'the client is connected');
    return client;
  }
}

/** What happened to a client, in order and in words. */
export class RecordingClient {
  readonly events: string[] = [];
  readonly messages: { topic: string; QoS: number; payload: Uint8Array }[] = [];
  readonly client: MQTTClient;
  /** As `onWritable` or `write` has said last. */
  writable = 0;
  error: (Error & { code: string; result?: string }) | undefined;
  /** Whether `onReadable` reads at once; otherwise `take` does. */
  isReading = true;
  readonly #bench: VirtualBench;

  constructor(bench: VirtualBench, options: MQTTClientOptions) {
    this.#bench = bench;
    const record = this;
    this.client = new MQTTClient({
      ...options,
      onReadable(count, { topic, QoS, byteLength, more }) {
        record.events.push(`readable ${count}`);
        if (byteLength !== count || more) throw new Error('a message is announced whole');
        record.messages.push({ topic, QoS, payload: new Uint8Array(count) });
        if (record.isReading) record.take();
      },
      onWritable(count) {
        record.writable = count;
        record.events.push('writable');
      },
      onControl({ operation, id, payload }) {
        record.events.push([`control ${operation}`, id, payload].filter((part) => part !== undefined).join(' '));
      },
      onError(error) {
        record.error = error;
        record.events.push(`error ${error.code}`);
      },
      onDropped(count) {
        record.events.push(`dropped ${count}`);
      },
    });
  }

  /** Reads the message that was announced last. */
  take(): void {
    const message = this.messages[this.messages.length - 1];
    if (message.payload.length > 0) this.client.read(message.payload);
  }

  publish(topic: string, payload: string | Uint8Array, QoS = 0, retain = false): void {
    const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    this.#bench.until(() => this.writable > 0, 'the client is writable');
    this.writable = this.client.write(bytes, { topic, QoS, retain });
  }

  subscribe(...topics: string[]): void {
    this.#bench.until(() => this.writable > 0, 'the client is writable');
    const items = topics.map((topic) => ({ topic, QoS: 1 }));
    this.writable = this.client.write(null, { operation: MQTTClient.SUBSCRIBE, items, id: 77 });
    this.#bench.until(() => this.writable > 0, 'the subscription is acknowledged');
  }
}
