import { ModelBroker, type ModelBrokerOptions } from '../../host-sim/broker/model-broker.js';
import type { Message, QoS } from '../../host-sim/broker/uplink.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart, type VirtualUartOptions } from '../../host-sim/uart/virtual-uart.js';
import type { ConnectOptions } from '../../modules/modem/connect-options.js';
import { Modem, type ModemOptions } from '../../modules/modem/modem.js';
import type { MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import { latin1, utf8 } from './bytes.js';
import { CrashingHost } from './crashing-host.js';
import { RecordingClient } from './recording-client.js';
import { voiced } from './voice.js';

const MINUTE = 60_000;
/** 2026-03-01, well after the year below which the driver takes a clock for unset. */
const START = Date.UTC(2026, 2, 1);

export interface VirtualBenchOptions {
  readonly module?: Partial<SimulatedModuleOptions>;
  readonly broker?: Partial<ModelBrokerOptions>;
  readonly uart?: Partial<VirtualUartOptions>;
  readonly modem?: Partial<ModemOptions>;
}

/** Everything from the driver to the broker, in virtual time: modem, UART, simulated module, model broker. */
export class VirtualBench {
  readonly time = new VirtualTime();
  readonly broker: ModelBroker;
  readonly uart: VirtualUart;
  readonly module: SimulatedModule;
  /** What the independent subscriber at the broker has received. */
  readonly received: Message[] = [];
  readonly #modemOptions: Partial<ModemOptions>;
  #host: CrashingHost;
  #modem: Modem;
  readonly #sent: Uint8Array[] = [];

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
      profile: voiced({}, options.module?.profile),
    });
    this.#modemOptions = options.modem ?? {};
    this.#host = new CrashingHost(time, this.uart.Serial);
    this.#modem = this.#makeModem();
    this.uart.onTraffic = (direction, bytes) => {
      if (direction === 'to-module') this.#sent.push(bytes);
    };
    this.broker.subscribe('#', (message) => this.received.push(message));
    this.module.powerOn();
  }

  get modem(): Modem {
    return this.#modem;
  }

  /** Runs until the modem has an address, its clock and its TLS files, and has nothing left to ask. */
  bringUp(options: ConnectOptions = { apn: 'CMNET' }): this {
    this.modem.connect(options);
    this.untilUp();
    this.advance(1000);
    return this;
  }

  untilUp(): void {
    this.until(() => this.modem.connection === 500, 'the modem is up');
  }

  /** The host crashes and starts again with a new modem; the module keeps its power, and does not notice. */
  restartHost(): void {
    this.#host.crash();
    this.#host = new CrashingHost(this.time, this.uart.Serial);
    this.#modem = this.#makeModem();
  }

  /** Runs in virtual time until the condition holds; throws when it does not within ten minutes. */
  readonly until = (condition: () => boolean, what: string, limit = 10 * MINUTE): void => {
    if (this.time.runUntil(condition, limit)) return;
    throw new Error(`not within ${limit} ms: ${what} (modem ${this.modem.state}, ${String(this.modem.error)})`);
  };

  advance(milliseconds: number): void {
    this.time.advance(milliseconds);
  }

  /** What went to the module since the last call, a character for each byte. */
  sent(): string {
    return this.#sent.splice(0).map(latin1).join('');
  }

  /** From a client at the broker itself. */
  publish(topic: string, payload: string | Uint8Array, qos: QoS = 1, isRetained = false): void {
    this.broker.publish({ topic, payload: typeof payload === 'string' ? utf8(payload) : payload.slice(), qos, isRetained });
  }

  /** Options with which the broker can be reached. */
  clientOptions(options: Partial<MQTTClientOptions> = {}): MQTTClientOptions {
    return { link: this.modem, host: 'broker.example.com', id: 'node-1', ...options };
  }

  client(options: Partial<MQTTClientOptions> = {}): RecordingClient {
    return new RecordingClient(this.until, this.clientOptions(options));
  }

  /** A client whose CONNACK has come. */
  connectedClient(options: Partial<MQTTClientOptions> = {}): RecordingClient {
    const client = this.client(options);
    client.untilWritable();
    return client;
  }

  /** The same of a program that tries again while the modem settles the slots. */
  patientClient(options: Partial<MQTTClientOptions> = {}): RecordingClient {
    for (;;) {
      const client = this.client(options);
      this.until(() => client.writable > 0 || client.error !== undefined, 'the client is connected, or not');
      if (client.error?.code !== 'slot-unsettled' && client.error?.code !== 'no-address') return client;
      client.client.close();
      this.advance(2000);
    }
  }

  #makeModem(): Modem {
    return new Modem({ serial: { io: this.#host.Serial }, time: this.#host, ...this.#modemOptions });
  }
}

export { text } from './bytes.js';
