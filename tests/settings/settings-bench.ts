import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { cbor } from '../../modules/cbor.js';
import { json, type EncodingMaker, type HostMemory, type SensorNodeOptions } from '../../modules/index.js';
import { RemoteSettings } from '../../modules/settings.js';
import { utf8 } from '../support/bytes.js';
import { HostedNode } from '../support/hosted-node.js';
import { TextMemory } from '../support/text-memory.js';

/** 2026-03-01. */
const START = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;

/** By which no reading fits a message: it is refused by the construction of a node alone. */
const wide: EncodingMaker = () => {
  const encoding = json();
  return {
    name: 'wide',
    number: 200,
    readingOverhead: 4096,
    batchTailLength: 1,
    write: (...given) => encoding.write(...given),
    writeSample: (...given) => encoding.writeSample(...given),
    writeReading: (...given) => encoding.writeReading(...given),
    batchHeadLength: (count) => encoding.batchHeadLength(count),
    closeBatch: (...given) => encoding.closeBatch(...given),
  };
};

interface Answer {
  readonly configuration?: {
    readonly revision: number;
    readonly pending?: readonly string[];
    readonly left?: readonly string[];
    readonly topics?: object;
    readonly sensors?: object;
  };
  readonly error?: string;
  readonly reason?: string;
  readonly id?: string;
}

/** `node-1` with settings, on a host that can be restarted, in virtual time. */
export class SettingsBench {
  readonly time = new VirtualTime();
  readonly broker = new ModelBroker({ time: this.time });
  readonly problems: string[] = [];
  readonly hosted: HostedNode;

  constructor(memory: HostMemory, options: Partial<SensorNodeOptions> = {}) {
    const { time, broker } = this;
    const uart = new VirtualUart({ time });
    const module = new SimulatedModule({ time, uplink: broker.uplink(), line: uart.module, utcNow: () => START + time.now() });
    const [commandMemory, modemMemory] = [new TextMemory(), new TextMemory()];
    let chance = 1;
    this.hosted = new HostedNode({
      time,
      broker,
      uart,
      program: (host) =>
        new RemoteSettings({ memory, encodings: { json, cbor, wide }, onProblem: (error) => this.#note(error) }).node({
          serial: { io: host.Serial },
          time: host,
          sensors: [
            { name: 'air', interval: 10_000, sample: () => 1 },
            { name: 'supply', interval: 60_000, sample: () => 2, change: 0 },
          ],
          random: () => {
            chance = (chance * 48271) % 2147483647;
            return chance / 2147483647;
          },
          configuration: { nodeId: 'node-1', messageLimit: 512, broker: { host: 'broker.example.com' } },
          commandMemory,
          modem: { memory: modemMemory },
          ...options,
        }),
    });
    module.powerOn();
    this.hosted.node.start();
    this.hosted.until(() => this.hosted.texts('status').includes('online'), 'online');
  }

  #note(error: unknown): void {
    this.problems.push((error as Error).message);
  }

  get node(): HostedNode['node'] {
    return this.hosted.node;
  }

  publish(text: string, isRetained = false): void {
    this.broker.publish({ topic: 'cellnode/node-1/command', payload: utf8(text), qos: 1, isRetained });
  }

  /** The answer to it. */
  ask(command: object): Answer {
    const before = this.hosted.texts('response').length;
    this.publish(JSON.stringify(command));
    this.hosted.until(() => this.hosted.texts('response').length > before, 'an answer');
    return JSON.parse(this.hosted.texts('response')[before]) as Answer;
  }

  get revision(): number {
    return this.ask({ configuration: 'get' }).configuration?.revision ?? 0;
  }

  /** Sets under the number that is in force. */
  set(set: object, more: object = {}): Answer {
    return this.ask({ configuration: { set, revision: this.revision }, ...more });
  }

  restart(): void {
    const ready = this.hosted.texts('status').length;
    this.hosted.restart(1000);
    this.hosted.until(() => this.hosted.texts('status').length > ready, 'online again');
    this.time.advance(MINUTE);
  }
}
