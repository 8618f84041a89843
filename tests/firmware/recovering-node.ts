import { ModelBroker } from '../../host-sim/broker/model-broker.js';
import type { ModuleEvent } from '../../host-sim/module/module-event.js';
import type { ModuleLine } from '../../host-sim/module/module-line.js';
import type { Profile } from '../../host-sim/module/profile.js';
import { SimulatedModule } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import type { RoomConfiguration } from '../support/room.js';
import { SensorNode, type SensorNodeOptions } from '../../modules/firmware/sensor-node.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import { latin1, utf8 } from '../support/bytes.js';
import type { CrashingHost } from '../support/crashing-host.js';
import { HostedNode } from '../support/hosted-node.js';
import { modulePins } from '../support/module-pins.js';
import { voiced } from '../support/voice.js';

const START = Date.UTC(2026, 2, 1);

export interface RecoveringNodeOptions {
  readonly profile?: Profile;
  readonly configuration?: RoomConfiguration;
  /** Where the node's serial port is to be another than the UART's. */
  readonly serial?: (bench: RecoveringNode) => SensorNodeOptions['serial'];
  readonly modem?: SensorNodeOptions['modem'];
}

/** A node with pins on its module, whose line and commands can be spoilt, in virtual time. */
export class RecoveringNode {
  readonly time = new VirtualTime();
  readonly broker = new ModelBroker({ time: this.time });
  readonly uart = new VirtualUart({ time: this.time });
  readonly module: SimulatedModule;
  readonly events: RecoveryEvent[] = [];
  readonly fed: number[] = [];
  readonly sessions: string[] = [];
  /** Commands that begin so are answered with `ERROR`, and never reach the module. */
  refusedBeginning: string | undefined;
  /** Called when the module loses its power, for a reset or longer. */
  onPowerLost: (() => void) | undefined;
  /** What becomes of bytes on their way to the module. */
  toModule: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes;
  readonly #options: RecoveringNodeOptions;
  readonly #hosted: HostedNode;
  #sent = '';

  constructor(options: RecoveringNodeOptions = {}) {
    const { time } = this;
    this.#options = options;
    this.module = new SimulatedModule({
      time,
      uplink: this.broker.uplink(),
      line: this.#line(),
      utcNow: () => START + time.now(),
      profile: voiced(options.profile),
      onEvent: (event) => this.#follow(event),
    });
    this.uart.onTraffic = (direction, bytes) => {
      if (direction === 'to-module') this.#sent += latin1(bytes);
    };
    this.#hosted = new HostedNode({ time, broker: this.broker, uart: this.uart, program: (host) => this.#makeNode(host) });
    this.module.powerOn();
  }

  static online(options: RecoveringNodeOptions = {}): RecoveringNode {
    const bench = new RecoveringNode(options);
    bench.node.start();
    bench.until(() => bench.texts('status').includes('online'), 'online');
    return bench;
  }

  get node(): SensorNode {
    return this.#hosted.node;
  }

  get until(): HostedNode['until'] {
    return this.#hosted.until;
  }

  restartHost(): void {
    this.#hosted.restart();
  }

  texts(topic: string): string[] {
    return this.#hosted.texts(topic);
  }

  /** Line ends fill a publish that was cut short: such a message is no reading, and the reading is published again. */
  get sequences(): number[] {
    const readings = this.texts('readings').filter((text) => text.trim().length > 0);
    return readings.map((text) => (JSON.parse(text) as { readonly sequence: number }).sequence);
  }

  cured(): string[] {
    return this.events.filter(({ outcome }) => outcome === 'cured').map(({ rung }) => rung);
  }

  begun(): string[] {
    return this.events.filter(({ outcome }) => outcome === 'begun').map(({ rung }) => rung);
  }

  /** How often the text was sent to the module since the last call. */
  countSent(text: string): number {
    return this.#sent.split(text).length - 1;
  }

  forgetSent(): void {
    this.#sent = '';
  }

  #makeNode(host: CrashingHost): SensorNode {
    const { time, module } = this;
    const { serial, modem } = this.#options;
    const { interval = 10_000, ...configuration } = this.#options.configuration ?? {};
    return new SensorNode({
      serial: serial?.(this) ?? { io: host.Serial },
      time: host,
      sensors: [{ name: 'room', io: SimulatedSensor, interval, time: host, seed: 1 }],
      random: () => 0.5,
      configuration: { nodeId: 'node-1', broker: { host: 'broker.example.com' }, ...configuration },
      modem: {
        ...modem,
        recovery: {
          ...modulePins(host, module),
          watchdog: { feed: () => this.fed.push(time.now()) },
          onRecovery: (event) => this.events.push(event),
        },
      },
      onProgress: (event, detail) => {
        if (event === 'session') this.sessions.push(String(detail));
      },
    });
  }

  #line(): ModuleLine {
    const end = this.uart.module;
    return {
      write: (bytes) => end.write(bytes),
      discard: () => end.discard(),
      onBytes: (handler) =>
        end.onBytes((bytes) => {
          const heard = this.toModule(bytes);
          if (heard.length === 0) return;
          const isRefused = this.refusedBeginning !== undefined && latin1(heard).startsWith(this.refusedBeginning);
          if (isRefused) end.write(utf8('\r\nERROR\r\n'));
          else handler(heard);
        }),
    };
  }

  #follow(event: ModuleEvent): void {
    if (event.type === 'power' && event.state === 'off') this.onPowerLost?.();
  }
}
