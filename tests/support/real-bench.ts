import type { ExecutionContext } from 'ava';
import { type EmbeddedBroker, type EmbeddedBrokerOptions, startEmbeddedBroker } from '../../host-sim/broker/embedded-broker.js';
import { MqttUplink } from '../../host-sim/broker/mqtt-uplink.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import type { ProfileOptions } from '../../host-sim/module/profile.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import type { Timing } from '../../host-sim/module/timing.js';
import { RealTime } from '../../host-sim/time/real-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import type { ConnectOptions } from '../../modules/modem/connect-options.js';
import { Modem } from '../../modules/modem/modem.js';
import type { MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import { Awaiter } from './awaiter.js';
import { IndependentClient } from './independent-client.js';
import { RealClient } from './real-client.js';

/** Where nobody listens. A stopped broker's own port may be another test's by now. */
const NOWHERE = 'mqtt://127.0.0.1:1';
const HOST = 'broker.example.com';

/** What a module does without the line and the network takes no time; the measured times of commands stay. */
const HASTE: Partial<Timing> = {
  boot: [1, 5],
  simReady: [1, 5],
  signal: [1, 5],
  registration: [1, 5],
  dial: [10, 50],
  hangUp: [10, 50],
  ntp: [10, 50],
  ntpFailure: [10, 50],
  mqttOpenFailure: [50, 100],
};

/** Longer than any wait in a test, so that it is the wait that fails, and names what it waited for. */
const TEST_LIMIT = 60_000;

export interface RealBenchOptions {
  readonly module?: Partial<Omit<SimulatedModuleOptions, 'profile'>> & { readonly profile?: ProfileOptions };
  readonly broker?: EmbeddedBrokerOptions;
}

/**
 * Everything from the driver to the broker, in real time and over real sockets: modem, UART, simulated module, MQTT uplink,
 * broker, and an independent client that listens to every topic. Closed with the test, whatever becomes of it.
 */
export class RealBench {
  readonly time = new RealTime();
  readonly uart: VirtualUart;
  readonly module: SimulatedModule;
  /** What the independent client has received, in order. */
  readonly received: Message[] = [];
  readonly #awaiter = new Awaiter();
  readonly #endpoints = { brokerUrl: NOWHERE, tlsUrl: NOWHERE };
  readonly #options: RealBenchOptions;
  readonly #clients: RealClient[] = [];
  readonly #independents: IndependentClient[] = [];
  #broker: EmbeddedBroker | undefined;
  #observer: IndependentClient | undefined;
  #modem: Modem | undefined;

  private constructor(options: RealBenchOptions) {
    const { time } = this;
    this.#options = options;
    // The FIFO is endless: on a busy machine a turn takes longer than 128 bytes, and lost bytes are other tests' matter.
    this.uart = new VirtualUart({ time, receiveFifo: 2 ** 16 });
    this.module = new SimulatedModule({
      time,
      uplink: new MqttUplink(this.#endpoints),
      line: this.uart.module,
      ...options.module,
      profile: { ...options.module?.profile, timing: { ...HASTE, ...options.module?.profile?.timing } },
      onEvent: () => this.#awaiter.changed(),
    });
  }

  /** With the broker running, and the module's power off. */
  static async start(t: ExecutionContext, options: RealBenchOptions = {}): Promise<RealBench> {
    t.timeout(TEST_LIMIT);
    const bench = new RealBench(options);
    t.teardown(() => bench.#close());
    await bench.startBroker();
    return bench;
  }

  /** With an address, its clock and its TLS files. */
  static async up(t: ExecutionContext, options: RealBenchOptions = {}, connect: ConnectOptions = {}): Promise<RealBench> {
    const bench = await RealBench.start(t, options);
    await bench.powerOn();
    bench.modem.connect({ apn: 'CMNET', ...connect });
    await bench.until(() => bench.modem.connection === 500, 'the modem is up');
    return bench;
  }

  /** Made when it is first asked for: where a sensor node has its own modem, there is no other on the port. */
  get modem(): Modem {
    this.#modem ??= new Modem({ serial: { io: this.uart.Serial }, time: this.time, onChanged: () => this.#awaiter.changed() });
    return this.#modem;
  }

  /** The independent client that listens. */
  get observer(): IndependentClient {
    if (this.#observer === undefined) throw new Error('the broker is away');
    return this.#observer;
  }

  /** Something that the bench does not hear of by itself has happened. */
  changed(): void {
    this.#awaiter.changed();
  }

  until<T>(find: () => T | false | undefined, what: string): Promise<T> {
    return this.#awaiter.until(find, what, () => {
      const modem = this.#modem === undefined ? '' : `, modem ${this.#modem.state}, ${String(this.#modem.error)}`;
      return `module ${this.module.power}${modem}; received ${this.received.map(({ topic }) => topic).join(' ')}`;
    });
  }

  /** What a subscriber finds on the topic that comes only now. */
  async retained(topic: string): Promise<Message> {
    const late = await this.independent();
    return new Promise((resolve, reject) => {
      late.subscribe(topic, resolve).catch(reject);
    });
  }

  /** Resolves when the module takes commands. */
  async powerOn(): Promise<void> {
    this.module.powerOn();
    await this.until(() => this.module.power === 'running', 'the module has started');
  }

  /** The first message on the topic that the independent client receives. */
  message(topic: string): Promise<Message> {
    return this.until(() => this.received.find((message) => message.topic === topic), `a message on ${topic} has arrived`);
  }

  /** A client of the driver. */
  client(options: Partial<MQTTClientOptions> = {}): RealClient {
    const client = new RealClient({ link: this.modem, host: HOST, id: 'node-1', ...options }, this.#awaiter);
    this.#clients.push(client);
    return client;
  }

  /** A client of the driver whose CONNACK has come. */
  connectedClient(options: Partial<MQTTClientOptions> = {}): Promise<RealClient> {
    return this.client(options).ready('the client is connected');
  }

  /** Another client that is not the driver's. */
  async independent(): Promise<IndependentClient> {
    if (this.#broker === undefined) throw new Error('the broker is away');
    const client = await IndependentClient.connect(this.#broker.brokerUrl);
    this.#independents.push(client);
    return client;
  }

  /** The broker drops its connections and is gone. What it kept was in memory. */
  async stopBroker(): Promise<void> {
    this.#endpoints.brokerUrl = NOWHERE;
    this.#endpoints.tlsUrl = NOWHERE;
    this.#observer = undefined;
    await this.#broker?.close();
    this.#broker = undefined;
  }

  /** Whoever connects through the module finds the independent client subscribed already. */
  async startBroker(): Promise<void> {
    this.#broker = await startEmbeddedBroker(this.#options.broker);
    const { brokerUrl, tlsUrl } = this.#broker;
    this.#observer = await this.independent();
    await this.#observer.subscribe('#', (message) => {
      this.received.push(message);
      this.#awaiter.changed();
    });
    this.#endpoints.brokerUrl = brokerUrl;
    this.#endpoints.tlsUrl = tlsUrl ?? NOWHERE;
  }

  async #close(): Promise<void> {
    for (const { client } of this.#clients) client.close();
    const modem = this.#modem;
    if (modem !== undefined) await new Promise((resolve) => modem.close(resolve));
    this.module.powerOff();
    for (const client of this.#independents) await client.close();
    await this.stopBroker();
  }
}
