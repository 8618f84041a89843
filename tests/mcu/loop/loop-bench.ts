import { ModelBroker } from '../../../host-sim/broker/model-broker.js';
import { createFaultyModule, type FaultyModule } from '../../../host-sim/faults/faulty-module.js';
import type { ProfileOptions } from '../../../host-sim/module/profile.js';
import { seededRandom } from '../../../host-sim/module/random.js';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../../host-sim/uart/virtual-uart.js';
import { text, utf8 } from '../../support/bytes.js';
import { DeviceProcess } from '../../xs/bench/device-process.js';
import { ESP32 } from '../../xs/bench/memory.js';
import { CoreDevice, type FlashTimes } from './core-device.js';
import type { CoreSpeed } from './core-speed.js';
import { Losses } from './losses.js';

/** 2026-03-01. */
const START = Date.UTC(2026, 2, 1);

export interface LoopOptions {
  readonly speed: CoreSpeed;
  readonly flash: FlashTimes;
  readonly profile: ProfileOptions;
  readonly seed: number;
}

/** The busy node on the emulated core at one end of the UART; the simulated module and a broker at the other; in virtual time. */
export class LoopBench {
  readonly time = new VirtualTime();
  readonly losses = new Losses();
  readonly random: () => number;
  readonly faultyModule: FaultyModule;
  readonly broker: ModelBroker;
  /** Of the readings that have come to the broker, by their numbers. */
  readonly sequences = new Set<number>();
  /** Messages that the user's client has taken whole. */
  received = 0;
  /** What happens, to which losses and turns are counted. */
  path = 'bring-up';
  /** Instructions, by path. */
  readonly longestTurns = new Map<string, number>();
  readonly device: CoreDevice;
  readonly #process: DeviceProcess;
  readonly #remarks: string[] = [];

  private constructor(process: DeviceProcess, { speed, flash, profile, seed }: LoopOptions) {
    const { time } = this;
    this.#process = process;
    this.random = seededRandom(seed);
    const uart = new VirtualUart({ time });
    this.broker = new ModelBroker({ time });
    const uplink = this.broker.uplink();
    this.faultyModule = createFaultyModule({ time, uplink, line: uart.module, utcNow: () => START + time.now(), profile, seed });
    this.device = new CoreDevice({
      process,
      time,
      uart,
      instruction: speed.instruction,
      flash,
      onLoss: (cause, bytes) => this.losses.add(this.path, cause, bytes),
      onTurn: (instructions) => this.longestTurns.set(this.path, Math.max(this.longestTurns.get(this.path) ?? 0, instructions)),
      onReport: (report) => this.#hear(report),
    });
    this.broker.subscribe('cellnode/node-1/+', ({ topic, payload }) => this.#note(topic, text(payload)));
    this.faultyModule.module.powerOn();
  }

  static async start(program: readonly string[], options: LoopOptions): Promise<LoopBench> {
    const process = await DeviceProcess.start(ESP32, program);
    const bench = new LoopBench(process, options);
    bench.device.begin(await process.listen());
    return bench;
  }

  end(): void {
    this.#process.end();
  }

  publish(topic: string, payload: string | Uint8Array): void {
    this.broker.publish({ topic, payload: typeof payload === 'string' ? utf8(payload) : payload, qos: 1, isRetained: false });
  }

  async advance(milliseconds: number): Promise<void> {
    await this.until(() => false, milliseconds);
  }

  /** Whether the condition came to hold within so many milliseconds. */
  async until(condition: () => boolean, limit: number): Promise<boolean> {
    const { device, time } = this;
    const end = time.now() + limit;
    for (;;) {
      if (!device.isDue) time.runUntil(() => device.isDue || condition(), Math.max(end - time.now(), 0));
      if (condition()) return true;
      if (!device.isDue || time.now() >= end) return false;
      await device.turn();
    }
  }

  /** Meanwhile `action` happens again and again. */
  async during(milliseconds: number, interval: number, action: () => void): Promise<void> {
    const alarm = this.time.alarm(() => {
      action();
      alarm.arm(interval);
    });
    alarm.arm(interval);
    await this.advance(milliseconds);
    alarm.disarm();
  }

  /** What the node has reported last. */
  get remarks(): readonly string[] {
    return this.#remarks.slice(-8);
  }

  #hear(report: string): void {
    this.#remarks.push(report);
    if (report.startsWith('received ')) this.received += 1;
  }

  #note(topic: string, payload: string): void {
    if (!topic.endsWith('/readings') && !topic.endsWith('/backlog')) return;
    const parsed = JSON.parse(payload) as { sequence: number } | { sequence: number }[];
    for (const { sequence } of Array.isArray(parsed) ? parsed : [parsed]) this.sequences.add(sequence);
  }
}
