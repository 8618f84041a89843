import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import type { Progress } from '../../modules/telemetry/progress.js';
import { utf8 } from '../support/bytes.js';
import { HostedNode } from '../support/hosted-node.js';
import type { RoomConfiguration, RoomNode } from '../support/room.js';
import { voiced } from '../support/voice.js';

/** 2026-03-01. */
export const START = Date.UTC(2026, 2, 1);

export interface Reading {
  readonly sequence: number;
  readonly time: number | null;
  readonly age?: number;
  readonly sample: { readonly thermometer: { readonly temperature: number } };
}

/** A whole node in virtual time: firmware, UART, simulated module, model broker. */
export class NodeBench {
  readonly time = new VirtualTime();
  readonly broker = new ModelBroker({ time: this.time });
  readonly uart = new VirtualUart({ time: this.time });
  readonly module: SimulatedModule;
  readonly progress: Progress[] = [];
  readonly #hosted: HostedNode;

  constructor(
    { interval = 10_000, ...configuration }: RoomConfiguration = {},
    { sensor, ...node }: RoomNode = {},
    module: Partial<SimulatedModuleOptions> = {},
  ) {
    const { time } = this;
    this.module = new SimulatedModule({
      time,
      uplink: this.broker.uplink(),
      line: this.uart.module,
      utcNow: () => START + time.now(),
      ...module,
      profile: voiced({}, module.profile),
    });
    this.#hosted = new HostedNode({
      time,
      broker: this.broker,
      uart: this.uart,
      program: (host) =>
        new SensorNode({
          serial: { io: host.Serial },
          time: host,
          sensors: [{ name: 'room', interval, io: SimulatedSensor, time: host, seed: 1, ...sensor }],
          random: () => 0.5,
          configuration: { nodeId: 'node-1', broker: { host: 'broker.example.com' }, ...configuration },
          onProgress: (...event) => this.progress.push(event),
          ...node,
        }),
    });
    this.module.powerOn();
  }

  /** Started, and its birth message heard. */
  static online(...options: ConstructorParameters<typeof NodeBench>): NodeBench {
    const bench = new NodeBench(...options);
    bench.node.start();
    bench.until(() => bench.texts('status').includes('online'), 'online');
    return bench;
  }

  get node(): SensorNode {
    return this.#hosted.node;
  }

  /** What an independent subscriber has received. */
  get received(): readonly Message[] {
    return this.#hosted.received;
  }

  get until(): HostedNode['until'] {
    return this.#hosted.until;
  }

  texts(topic: string): string[] {
    return this.#hosted.texts(topic);
  }

  readings(): Reading[] {
    return this.texts('readings').map((text) => JSON.parse(text) as Reading);
  }

  command(text: string, isRetained = false): void {
    this.broker.publish({ topic: 'cellnode/node-1/command', payload: utf8(text), qos: 1, isRetained });
  }

  /** Waits until nothing waits in the outbox, and tells whether every accepted reading came at the broker, in order. */
  isComplete(): boolean {
    this.until(() => this.node.statistics.waiting === 0, 'the outbox is empty');
    const sequences = [...new Set(this.readings().map(({ sequence }) => sequence))];
    return sequences.length === this.node.statistics.accepted && sequences.every((sequence, index) => sequence === index + 1);
  }
}
