import type { ExecutionContext } from 'ava';
import type { RoomConfiguration } from '../support/room.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import { Modem } from '../../modules/modem/modem.js';
import { MQTTClient } from '../../modules/mqtt/mqtt-client.js';
import { RealBench } from '../support/real-bench.js';

export const HOST = 'broker.example.com';
export const READINGS = 'cellnode/greenhouse/readings';
export const STATUS = 'cellnode/greenhouse/status';
export const COMMAND = 'cellnode/greenhouse/command';
export const RESPONSE = 'cellnode/greenhouse/response';
/** The shortest interval of a node. */
export const SECOND = 1000;

export interface Reading {
  readonly sequence: number;
  readonly time: number;
  readonly sample: { readonly thermometer: { readonly temperature: number }; readonly hygrometer: { readonly humidity: number } };
}

/** A node on the bench, whose broker and module are there already. */
export class NodeBench {
  readonly bench: RealBench;
  readonly node: SensorNode;
  /** Samples that were taken. */
  samples = 0;

  constructor(t: ExecutionContext, bench: RealBench, { interval = SECOND, ...configuration }: RoomConfiguration = {}) {
    this.bench = bench;
    const count = (): void => {
      this.samples += 1;
      bench.changed();
    };
    this.node = new SensorNode({
      serial: { io: bench.uart.Serial },
      time: bench.time,
      sensors: [{
        name: 'room',
        interval,
        io: class extends SimulatedSensor {
          override sample() {
            count();
            return super.sample();
          }
        },
        time: bench.time,
      }],
      modem: { io: Modem },
      mqtt: { io: MQTTClient },
      // The first attempt to connect again comes after 40 ms, the next ones after 80, 160 and so on.
      random: () => 0.02,
      configuration: { nodeId: 'greenhouse', broker: { host: HOST }, ...configuration },
      onProgress: () => bench.changed(),
    });
    t.teardown(() => this.close());
    this.node.start();
  }

  /** With broker, power, and the node ready to publish. */
  static async ready(t: ExecutionContext, configuration?: RoomConfiguration): Promise<NodeBench> {
    const bench = await RealBench.start(t);
    await bench.powerOn();
    const node = new NodeBench(t, bench, configuration);
    await bench.until(() => node.node.session === 'ready', 'the node is ready to publish');
    return node;
  }

  close(): Promise<null> {
    return new Promise((resolve) => this.node.close(resolve));
  }

  async retainedStatus(): Promise<string> {
    return Buffer.from((await this.bench.retained(STATUS)).payload).toString();
  }

  /** What the independent client has received on a topic. */
  texts(topic: string): string[] {
    return this.bench.received.filter((message) => message.topic === topic).map(({ payload }) => Buffer.from(payload).toString());
  }

  get readings(): Reading[] {
    return this.texts(READINGS).map((text) => JSON.parse(text) as Reading);
  }

  untilTexts(topic: string, count: number): Promise<unknown> {
    return this.bench.until(() => this.texts(topic).length >= count, `${count} messages on ${topic} have arrived`);
  }

  untilReading(sequence: number): Promise<unknown> {
    const isThere = (): boolean => this.readings.some((reading) => reading.sequence >= sequence);
    return this.bench.until(isThere, `reading ${sequence} has arrived`);
  }

  /** Every reading from the first on has arrived, in order; at QoS 1 one may have come again after a loss. */
  assertNothingIsLost(t: ExecutionContext, count: number): void {
    const sequences = this.readings.map(({ sequence }) => sequence);
    const different = sequences.filter((sequence, index) => sequences.indexOf(sequence) === index);
    t.true(different.length >= count, `${different.length} of ${count}`);
    t.deepEqual(different, different.map((_, index) => index + 1));
  }
}
