import { MqttUplink } from '../../broker/mqtt-uplink.js';
import { TellingUplink } from '../../broker/telling-uplink.js';
import type { FaultInjector, FaultNews } from '../../faults/fault-injector.js';
import { FaultSchedule } from '../../faults/fault-schedule.js';
import { createFaultyModule, type FaultyModule } from '../../faults/faulty-module.js';
import { Broadcast } from '../../module/broadcast.js';
import type { ModuleEvent } from '../../module/module-event.js';
import { profiles } from '../../module/profile.js';
import type { SimulatedModule } from '../../module/simulated-module.js';
import { RealTime } from '../../time/real-time.js';
import { ScaledTime } from '../../time/scaled-time.js';
import { attachEnds } from '../../uart/ends/attach-ends.js';
import type { LineEnd } from '../../uart/ends/line-end.js';
import { withoutRate } from '../../uart/ends/without-rate.js';
import { type TrafficDirection, VirtualUart } from '../../uart/virtual-uart.js';
import type { WebPage } from '../../web/server/web-page.js';
import type { WatchedSimulator } from '../../web/server/watched-simulator.js';
import { type Ends, openEnds } from './open-ends.js';
import { type SimulatorBroker, simulatorBroker } from './simulator-broker.js';
import type { SimulatorOptions } from './simulator-options.js';

/** Bytes of the host's FIFOs: those of a serial port behind an operating system, not of a microcontroller. */
const HOST_FIFO = 4096;

export interface Traffic {
  readonly direction: TrafficDirection;
  readonly bytes: Uint8Array;
}

/** A simulated module in real time, with ends for other programs and a broker behind it. It starts without power. */
export class Simulator implements WatchedSimulator {
  readonly time = new ScaledTime(new RealTime());
  readonly uart: VirtualUart;
  readonly ends: readonly LineEnd[];
  /** With `--web`; it shows nothing until it is told what. */
  readonly page: WebPage | undefined;
  readonly broker: SimulatorBroker;
  /** All that passes on the module's UART. */
  readonly traffic = new Broadcast<Traffic>();
  /** Faults that begin or end. */
  readonly faultNews = new Broadcast<FaultNews>();
  /** Why the broker takes no connection, in words. */
  readonly refusals = new Broadcast<string>();
  readonly #options: SimulatorOptions;
  readonly #faulty: FaultyModule;
  #schedule: FaultSchedule | undefined;
  readonly #detach: () => void;

  private constructor(options: SimulatorOptions, broker: SimulatorBroker, { ends, page }: Ends) {
    this.#options = options;
    this.broker = broker;
    this.ends = ends;
    this.page = page;
    this.uart = new VirtualUart({ time: this.time, baud: options.baud, receiveFifo: HOST_FIFO, transmitFifo: HOST_FIFO });
    this.uart.onTraffic = (direction, bytes) => this.traffic.send({ direction, bytes });
    this.#faulty = createFaultyModule({
      time: this.time,
      uplink: new TellingUplink(new MqttUplink(broker.endpoints), (text) => this.refusals.send(text)),
      line: withoutRate(this.uart.module),
      profile: profiles[options.profile],
      seed: options.seed,
    });
    this.#faulty.faults.onNews = (news) => this.faultNews.send(news);
    if (options.endPrompt) for (const end of ends) end.onGone?.(() => this.module.endPrompt());
    this.#detach = attachEnds(this.uart, options.baud, ends);
  }

  /** Opens the broker and the ends. Rejects with an error that names the option in the way. */
  static async open(options: SimulatorOptions): Promise<Simulator> {
    const broker = await simulatorBroker(options);
    try {
      return new Simulator(options, broker, await openEnds(options));
    } catch (error) {
      await broker.close();
      throw error;
    }
  }

  get profileName(): string {
    return this.#options.profile;
  }

  get embeddedBroker(): string | undefined {
    return this.#options.broker === undefined ? this.broker.endpoints.brokerUrl : undefined;
  }

  get module(): SimulatedModule {
    return this.#faulty.module;
  }

  get faults(): FaultInjector {
    return this.#faulty.faults;
  }

  get events(): Broadcast<ModuleEvent> {
    return this.#faulty.events;
  }

  /** Switches the module on, from which on the times of faults count; resolves when it takes commands. */
  powerOn(): Promise<void> {
    return new Promise((resolve) => {
      const unwatch = this.events.watch((event) => {
        if (event.type !== 'power' || event.state !== 'running') return;
        unwatch();
        resolve();
      });
      this.module.powerOn();
      // What is wrong from the beginning must be so before the module looks at it.
      this.#schedule = new FaultSchedule(this.time, this.#faulty, this.#options.faultPlan);
    });
  }

  /** Cuts the power, and with it the module's connections, then closes the ends and the embedded broker. */
  async close(): Promise<void> {
    this.#schedule?.stop();
    this.faults.liftAll();
    this.module.powerOff();
    this.#detach();
    await Promise.all(this.ends.map((end) => end.close()));
    await this.broker.close();
  }
}
