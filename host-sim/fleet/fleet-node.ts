import { SensorNode } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../sensors/simulated-sensor.js';
import type { Time } from '../../modules/ports/time.js';
import { MqttUplink } from '../broker/mqtt-uplink.js';
import { SimulatedModule } from '../module/simulated-module.js';
import { VirtualUart } from '../uart/virtual-uart.js';
import type { ShareOptions } from './share.js';

const TOPIC_PREFIX = 'cellnode';

/** Where the whole fleet's readings go. */
export const FLEET_READINGS = `${TOPIC_PREFIX}/+/readings`;

/** One node of the fleet with its module, as the firmware and the module are. */
export class FleetNode {
  readonly node: SensorNode;
  readonly #module: SimulatedModule;
  #mark = 0;

  /** Does nothing before {@link start}. */
  constructor(number: number, time: Time, { brokerUrl, interval }: ShareOptions) {
    const { protocol, host, username, password } = new URL(brokerUrl);
    const uart = new VirtualUart({ time });
    const uplink = new MqttUplink({ brokerUrl: `${protocol}//${host}` });
    this.#module = new SimulatedModule({ time, uplink, line: uart.module, seed: number });
    const broker = { host: 'broker.example.com', user: credential(username), password: credential(password) };
    this.node = new SensorNode({
      serial: { io: uart.Serial },
      time,
      sensors: [{ name: 'room', io: SimulatedSensor, interval, time, seed: number }],
      random: Math.random,
      configuration: { nodeId: `node-${number}`, topicPrefix: TOPIC_PREFIX, broker },
    });
  }

  start(): void {
    this.#module.powerOn();
    this.node.start();
  }

  /** What was accepted until now is to be delivered. */
  mark(): void {
    this.#mark = this.node.statistics.accepted;
  }

  get isBehind(): boolean {
    const { delivered, dropped } = this.node.statistics;
    return delivered + dropped < this.#mark;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.node.close(() => resolve()));
    this.#module.powerOff();
  }
}

/** As the URL has it, or none. */
function credential(encoded: string): string | undefined {
  return encoded === '' ? undefined : decodeURIComponent(encoded);
}
