import { ModelBroker, type ModelBrokerOptions } from '../../host-sim/broker/model-broker.js';
import type { Message, QoS } from '../../host-sim/broker/uplink.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import type { CellularError } from '../../modules/base/errors.js';
import type { Modem } from '../../modules/modem/modem.js';
import type { SerialClass } from '../../modules/ports/serial.js';
import type { Time } from '../../modules/ports/time.js';
import { voiced } from '../support/voice.js';
import { EspruinoEngine } from './engine.js';
import { EspruinoUart } from './uart.js';

const MINUTE = 60_000;
/** 2026-03-01, well after the year below which the driver takes a clock for unset. */
const START = Date.UTC(2026, 2, 1);

export type Callback = (error: CellularError | null) => void;

/** The client as a program on Espruino sees it. */
export interface Client {
  readonly connected: boolean;
  readonly modem: Modem;
  connect(callback?: Callback): void;
  publish(topic: unknown, data: unknown, options?: object | Callback, callback?: Callback): void;
  subscribe(topic: unknown, options?: object | Callback, callback?: Callback): void;
  unsubscribe(topic: string, callback?: Callback): void;
  close(callback?: () => void): void;
  on(event: string, listener: (...values: never[]) => void): void;
}

/** What the bundle exports. */
export interface Cellnode {
  connect(port: unknown, options: unknown, callback?: (error: CellularError | null, client: Client) => void): Client;
  readonly EspruinoSerial: SerialClass;
  readonly EspruinoTime: new () => Time;
}

export interface BenchOptions {
  readonly module?: Partial<SimulatedModuleOptions>;
  readonly broker?: Partial<ModelBrokerOptions>;
  /** In the place of the built bundle. */
  readonly code?: string;
}

/** The built bundle in an engine that has what Espruino has, with the simulated module at its UART, all in virtual time. */
export class EspruinoBench {
  readonly time = new VirtualTime();
  readonly engine: EspruinoEngine;
  readonly cellnode: Cellnode;
  readonly broker: ModelBroker;
  readonly port: EspruinoUart;
  readonly module: SimulatedModule;
  /** What the independent subscriber at the broker has received. */
  readonly received: Message[] = [];
  /** What the client's events and callbacks have told, in words. */
  readonly told: string[] = [];

  constructor(options: BenchOptions = {}) {
    const { time } = this;
    this.engine = new EspruinoEngine(time, options.code);
    this.cellnode = this.engine.require() as Cellnode;
    const uart = new VirtualUart({ time });
    this.port = new EspruinoUart(this.engine, uart.Serial);
    this.broker = new ModelBroker({ time, ...options.broker });
    this.module = new SimulatedModule({
      time,
      uplink: this.broker.uplink(),
      line: uart.module,
      utcNow: () => START + time.now(),
      ...options.module,
      profile: voiced({}, options.module?.profile),
    });
    this.broker.subscribe('#', (message) => this.received.push(message));
    this.module.powerOn();
  }

  connect(options: object = {}, callback?: (error: CellularError | null, client: Client) => void): Client {
    const client = this.cellnode.connect(
      this.port.object,
      { network: { apn: 'CMNET' }, broker: { host: 'broker.example.com', id: 'node-1' }, ...options },
      callback ?? this.tell('connect'),
    );
    for (const event of ['connected', 'connect', 'disconnected', 'close', 'error']) {
      client.on(event, (error?: CellularError) => {
        this.told.push(error === undefined ? event : `${event} ${error.code}`);
      });
    }
    return client;
  }

  /** A client whose callback has come, with nothing told yet. */
  connected(options: object = {}): Client {
    const client = this.connect(options);
    this.until(() => this.told.includes('connect: done'), 'the client is connected');
    this.told.length = 0;
    return client;
  }

  /** A callback that tells how it was called. */
  tell(what: string): Callback {
    return (error) => {
      this.told.push(`${what}: ${error === null ? 'done' : error.code}`);
    };
  }

  until(condition: () => boolean, what: string, limit = 15 * MINUTE): void {
    if (!this.time.runUntil(condition, limit)) throw new Error(`not within ${limit} ms: ${what}; ${this.told.join(', ')}`);
  }

  untilTold(what: string): void {
    this.until(() => this.told.includes(what), what);
  }

  /** From a client at the broker itself. */
  publish(topic: string, payload: string | Uint8Array, qos: QoS = 1): void {
    this.broker.publish({ topic, payload: Buffer.from(payload), qos, isRetained: false });
  }
}
