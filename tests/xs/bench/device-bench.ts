import type { ExecutionContext } from 'ava';
import { ModelBroker, type ModelBrokerOptions } from '../../../host-sim/broker/model-broker.js';
import type { Message } from '../../../host-sim/broker/uplink.js';
import { createFaultyModule, type FaultyModule } from '../../../host-sim/faults/faulty-module.js';
import type { ProfileOptions } from '../../../host-sim/module/profile.js';
import type { SimulatedModule } from '../../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';
import { latin1, utf8 } from '../../support/bytes.js';
import { Device } from './device.js';

const MINUTE = 60_000;
/** 2026-03-01, well after the year below which the driver takes a clock for unset. */
export const START = Date.UTC(2026, 2, 1);

type BrokerOptions = Omit<ModelBrokerOptions, 'time'>;

/** At one end of the UART a device with XS; at the other the simulated module, switched on, and a broker; all in virtual time. */
export class DeviceBench {
  readonly time: VirtualTime;
  readonly uart: VirtualUart;
  readonly device: Device;
  readonly broker: ModelBroker;
  readonly module: SimulatedModule;
  /** The module with what can go wrong around it. */
  readonly faultyModule: FaultyModule;
  /** What the independent subscriber at the broker has received. */
  readonly received: Message[] = [];
  readonly #sent: string[] = [];

  private constructor(time: VirtualTime, uart: VirtualUart, device: Device, profile: ProfileOptions, broker: BrokerOptions) {
    this.time = time;
    this.uart = uart;
    this.device = device;
    this.broker = new ModelBroker({ ...broker, time });
    this.faultyModule = createFaultyModule({
      time,
      uplink: this.broker.uplink(),
      line: uart.module,
      utcNow: () => START + time.now(),
      profile,
    });
    this.module = this.faultyModule.module;
    uart.onTraffic = (direction, bytes) => {
      if (direction === 'to-module') this.#sent.push(latin1(bytes));
    };
    this.broker.subscribe('#', (message) => this.received.push(message));
    this.module.powerOn();
  }

  /** With the program loaded; it begins as time does. */
  static async start(
    t: ExecutionContext,
    program: readonly string[],
    profile: ProfileOptions = {},
    broker: BrokerOptions = {},
  ): Promise<DeviceBench> {
    const time = new VirtualTime();
    const uart = new VirtualUart({ time });
    return new DeviceBench(time, uart, await Device.start(t, program, time, uart.Serial), profile, broker);
  }

  /** What went to the module so far, a character for each byte. */
  get sent(): string {
    return this.#sent.join('');
  }

  /** Runs until the condition holds; rejects when it does not within ten minutes. */
  async until(condition: () => boolean, what: string, limit = 10 * MINUTE): Promise<void> {
    const end = this.time.now() + limit;
    if (await this.#run(condition, end)) return;
    throw new Error(`not within ${limit} ms: ${what} (last reports: ${this.device.reports.slice(-5).join('; ')})`);
  }

  async advance(milliseconds: number): Promise<void> {
    await this.#run(() => false, this.time.now() + milliseconds);
  }

  /** From a client at the broker itself. */
  publish(topic: string, payload: string | Uint8Array): void {
    this.broker.publish({ topic, payload: typeof payload === 'string' ? utf8(payload) : payload, qos: 1, isRetained: false });
  }

  /** Time stands still while the device has its turn. */
  async #run(condition: () => boolean, end: number): Promise<boolean> {
    const { device, time } = this;
    for (;;) {
      if (!device.isDue) time.runUntil(() => device.isDue || condition(), end - time.now());
      if (condition()) return true;
      if (!device.isDue) return false;
      await device.turn();
    }
  }
}
