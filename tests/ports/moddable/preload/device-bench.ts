import { ModelBroker, type ModelBrokerOptions } from '../../../../host-sim/broker/model-broker.js';
import type { Message } from '../../../../host-sim/broker/uplink.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../../../host-sim/module/simulated-module.js';
import { VirtualUart } from '../../../../host-sim/uart/virtual-uart.js';
import { ModdableDevice } from './moddable-device.js';

const MINUTE = 60_000;
/** 2026-03-01, after the year below which the driver takes a clock for unset. */
const START = Date.UTC(2026, 2, 1);

export interface DeviceBenchOptions {
  readonly module?: Partial<SimulatedModuleOptions>;
  readonly broker?: Partial<ModelBrokerOptions>;
  /** Native modules besides those of serial port and time. */
  readonly native?: Readonly<Record<string, Record<string, unknown>>>;
}

/** A preloaded device, the simulated module at its UART and a broker behind that, in virtual time. */
export class DeviceBench {
  readonly device: ModdableDevice;
  readonly uart: VirtualUart;
  readonly broker: ModelBroker;
  readonly module: SimulatedModule;
  /** What the independent subscriber at the broker has received. */
  readonly received: Message[] = [];

  constructor({ module, broker, native }: DeviceBenchOptions = {}) {
    const serial: Record<string, unknown> = {};
    this.device = new ModdableDevice({ native: { 'embedded:io/serial': serial, ...native } });
    const { time } = this.device;
    this.uart = new VirtualUart({ time });
    serial.default = this.uart.Serial;
    this.broker = new ModelBroker({ time, ...broker });
    this.module = new SimulatedModule({
      time,
      uplink: this.broker.uplink(),
      line: this.uart.module,
      utcNow: () => START + time.now(),
      ...module,
    });
    this.broker.subscribe('#', (message) => this.received.push(message));
  }

  /** Whatever a callback on the device throws, which there ends the program, comes out of this. */
  until(condition: () => boolean, what: string, limit = 10 * MINUTE): void {
    if (!this.device.time.runUntil(condition, limit)) throw new Error(`not within ${limit} ms: ${what}`);
    this.device.machine.assertUntouched();
  }

  /** What has arrived on a topic, as text. */
  texts(topic: string): string[] {
    return this.messages(topic).map((payload) => Buffer.from(payload).toString());
  }

  /** The same as bytes. */
  messages(topic: string): Uint8Array[] {
    return this.received.filter((message) => message.topic === topic).map(({ payload }) => payload);
  }

  publish(topic: string, payload: string | Uint8Array): void {
    this.broker.publish({ topic, payload: Buffer.from(payload), qos: 1, isRetained: false });
  }
}
