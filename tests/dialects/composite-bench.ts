import { ModelBroker, type ModelBrokerOptions } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { Modem, type ModemOptions } from '../../modules/modem/modem.js';
import type { MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import { CrashingHost } from '../support/crashing-host.js';
import { RecordingClient } from '../support/recording-client.js';
import { composite } from './composite/dialect.js';
import { SimulatedComposite } from './composite/simulated-module.js';

const MINUTE = 60_000;
export const START = Date.UTC(2026, 2, 1);

/** The driver as it is, with the dialect of another vendor, at a simulated module of that vendor; the broker is the model. */
export class CompositeBench {
  readonly time = new VirtualTime();
  readonly uart = new VirtualUart({ time: this.time });
  readonly broker: ModelBroker;
  readonly module: SimulatedComposite;
  /** What an independent subscriber has received. */
  readonly received: Message[] = [];
  readonly anomalies: string[] = [];
  /** Codes of errors that the modem has shown. */
  readonly errors: string[] = [];
  #host = new CrashingHost(this.time, this.uart.Serial);
  #modem: Modem;

  constructor(broker: Partial<ModelBrokerOptions> = {}) {
    const { time } = this;
    this.broker = new ModelBroker({ time, ...broker });
    const utcNow = (): number => START + time.now();
    this.module = new SimulatedComposite({ time, line: this.uart.module, uplink: this.broker.uplink(), utcNow });
    this.broker.subscribe('#', (message) => this.received.push(message));
    this.#modem = this.#makeModem();
    this.module.powerOn();
  }

  get modem(): Modem {
    return this.#modem;
  }

  bringUp(): this {
    this.modem.connect({ apn: 'internet' });
    this.until(() => this.modem.connection === 500, 'the modem is up');
    this.time.advance(1000);
    return this;
  }

  /** The host crashes and starts again; the module goes on, and does not notice. */
  restartHost(): void {
    this.#host.crash();
    this.#host = new CrashingHost(this.time, this.uart.Serial);
    this.#modem = this.#makeModem();
  }

  readonly until = (condition: () => boolean, what: string, limit = 10 * MINUTE): void => {
    if (this.time.runUntil(condition, limit)) return;
    throw new Error(`not within ${limit} ms: ${what} (modem ${this.modem.state}, ${String(this.modem.error)})`);
  };

  clientOptions(options: Partial<MQTTClientOptions> = {}): MQTTClientOptions {
    return { link: this.modem, host: 'broker.example.com', id: 'node-1', ...options };
  }

  client(options: Partial<MQTTClientOptions> = {}): RecordingClient {
    return new RecordingClient(this.until, this.clientOptions(options));
  }

  connectedClient(options: Partial<MQTTClientOptions> = {}): RecordingClient {
    const client = this.client(options);
    client.untilWritable();
    return client;
  }

  /** MQTT commands since the last call, without their arguments. */
  heard(): string[] {
    return this.module.heard.splice(0).filter((line) => line.startsWith('AT+XMQ')).map((line) => line.split('=')[0]);
  }

  #makeModem(): Modem {
    const { errors } = this;
    const options: ModemOptions = {
      serial: { io: this.#host.Serial },
      time: this.#host,
      dialect: composite,
      onAnomaly: (anomaly) => this.anomalies.push(anomaly),
      onChanged(name) {
        if (name === 'error' && this.error !== undefined) errors.push(this.error.code);
      },
    };
    return new Modem(options);
  }
}
