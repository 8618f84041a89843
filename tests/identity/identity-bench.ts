import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { SimulatedModule, type SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { Identity, type IdentityOptions } from '../../modules/identity.js';
import { SensorNode, type SensorNodeOptions } from '../../modules/index.js';
import { latin1, utf8 } from '../support/bytes.js';
import { voiced } from '../support/voice.js';

/** 2026-03-01. */
const START = Date.UTC(2026, 2, 1);
const TEN_MINUTES = 600_000;

/** A program that finds out who it is and makes its node then, in virtual time, and what arrives at the broker. */
export class IdentityBench {
  readonly time = new VirtualTime();
  readonly broker = new ModelBroker({ time: this.time });
  readonly received: Message[] = [];
  readonly problems: string[] = [];
  readonly names: string[] = [];
  readonly module: SimulatedModule;
  readonly uart = new VirtualUart({ time: this.time });
  identity: Identity;
  node: SensorNode | undefined = undefined;
  /** How command lines begin that the module does not understand. */
  refused: string | undefined = undefined;
  /** How often the module has started. */
  boots = 0;

  constructor(options: Partial<IdentityOptions>, module: Partial<SimulatedModuleOptions> = {}, node: Partial<SensorNodeOptions> = {}) {
    const { time, uart } = this;
    const { module: line } = uart;
    this.module = new SimulatedModule({
      time,
      uplink: this.broker.uplink(),
      line: {
        write: (bytes) => line.write(bytes),
        discard: () => line.discard(),
        onBytes: (handler) => line.onBytes((bytes) => (this.#isRefused(bytes) ? line.write(utf8('\r\nERROR\r\n')) : handler(bytes))),
      },
      utcNow: () => START + time.now(),
      onEvent: (event) => {
        if (event.type === 'power' && event.state === 'booting') this.boots += 1;
      },
      ...module,
      profile: voiced({}, module.profile),
    });
    this.broker.subscribe('#', (message) => this.received.push(message));
    this.identity = new Identity({
      serial: { io: uart.Serial },
      time,
      onKnown: (nodeId) => this.#begin(nodeId, node),
      onProblem: ({ message }) => this.problems.push(message),
      ...options,
    });
  }

  /** Throws where it does not come to hold in ten minutes. */
  until(condition: () => boolean, what: string, limit = TEN_MINUTES): void {
    if (!this.time.runUntil(condition, limit)) throw new Error(`not within ${limit / 1000} s: ${what}`);
  }

  /** Until the node has said that it is there. */
  untilOnline(): void {
    this.until(() => this.received.some(({ payload }) => latin1(payload) === 'online'), 'online');
  }

  get topics(): readonly string[] {
    return [...new Set(this.received.map(({ topic }) => topic))].sort();
  }

  #isRefused(bytes: Uint8Array): boolean {
    return this.refused !== undefined && latin1(bytes).startsWith(this.refused);
  }

  #begin(nodeId: string, options: Partial<SensorNodeOptions>): void {
    const { time, uart, identity } = this;
    this.names.push(nodeId);
    this.node = new SensorNode({
      serial: { io: uart.Serial },
      time,
      sensors: [{ name: 'up', interval: 10_000, sample: () => 1 }],
      random: () => 0.5,
      configuration: { nodeId, broker: { host: 'broker.example.com' } },
      modem: identity.modem,
      ...options,
    });
    this.node.start();
  }
}
