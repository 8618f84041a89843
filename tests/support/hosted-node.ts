import type { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import type { VirtualTime } from '../../host-sim/time/virtual-time.js';
import type { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import type { SensorNode } from '../../modules/firmware/sensor-node.js';
import { text } from './bytes.js';
import { CrashingHost } from './crashing-host.js';

const TEN_MINUTES = 600_000;

export interface HostedNodeOptions {
  readonly time: VirtualTime;
  readonly broker: ModelBroker;
  readonly uart: VirtualUart;
  /** The program of the host: makes the node, at each start. */
  readonly program: (host: CrashingHost) => SensorNode;
}

/** `node-1` on a host that can be restarted, in virtual time, and what a subscriber at its broker receives. */
export class HostedNode {
  readonly received: Message[] = [];
  readonly #options: HostedNodeOptions;
  #host: CrashingHost;
  #node: SensorNode;

  constructor(options: HostedNodeOptions) {
    this.#options = options;
    this.#host = new CrashingHost(options.time, options.uart.Serial);
    this.#node = options.program(this.#host);
    options.broker.subscribe('#', (message) => this.received.push(message));
  }

  /** Another one after a restart. */
  get node(): SensorNode {
    return this.#node;
  }

  /** The host crashes and starts again when so many milliseconds are over; the module does not notice. */
  restart(pause = 0): void {
    const { time, uart, program } = this.#options;
    this.#host.crash();
    time.advance(pause);
    this.#host = new CrashingHost(time, uart.Serial);
    this.#node = program(this.#host);
    this.#node.start();
  }

  /** Throws, with how things stand, when the condition does not come to hold within `limit` milliseconds. */
  readonly until = (condition: () => boolean, what: string, limit = TEN_MINUTES): void => {
    if (this.#options.time.runUntil(condition, limit)) return;
    const { session, modem } = this.node;
    throw new Error(`not within ${limit / 1000} s: ${what}; ${modem.state}, ${session}, ${modem.error?.message ?? 'no error'}`);
  };

  /** What has arrived on a topic of the node. */
  texts(topic: string): string[] {
    return this.received.filter((message) => message.topic === `cellnode/node-1/${topic}`).map(({ payload }) => text(payload));
  }
}
