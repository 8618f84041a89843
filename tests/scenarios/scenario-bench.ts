import test, { type ExecutionContext } from 'ava';
import { ModelBroker, type ModelBrokerOptions } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import type { FaultOptions } from '../../host-sim/faults/fault-options.js';
import type { FaultInjector } from '../../host-sim/faults/fault-injector.js';
import { createFaultyModule, type FaultyModule } from '../../host-sim/faults/faulty-module.js';
import { profiles } from '../../host-sim/module/profile.js';
import type { SimulatedModule, SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { VirtualTime } from '../../host-sim/time/virtual-time.js';
import { VirtualUart } from '../../host-sim/uart/virtual-uart.js';
import { SensorNode } from '../../modules/firmware/sensor-node.js';
import type { RecoveryEvent } from '../../modules/modem/recovery/recovery-event.js';
import { SimulatedSensor } from '../../host-sim/sensors/simulated-sensor.js';
import type { SerialSpecifier } from '../../modules/ports/serial.js';
import type { Time } from '../../modules/ports/time.js';
import type { Progress } from '../../modules/telemetry/progress.js';
import type { MQTTClientOptions } from '../../modules/mqtt/mqtt-client.js';
import type { Outbox } from '../../modules/telemetry/outbox.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { latin1, utf8 } from '../support/bytes.js';
import type { CrashingHost } from '../support/crashing-host.js';
import { HostedNode } from '../support/hosted-node.js';
import { modulePins } from '../support/module-pins.js';
import type { RoomConfiguration, RoomNode } from '../support/room.js';
import { RecordingClient } from '../support/recording-client.js';
import { NO_STRAY_WORDS, voiced } from '../support/voice.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
/** 2026-03-01. */
export const START = Date.UTC(2026, 2, 1);

export interface Reading {
  readonly sequence: number;
  readonly time: number | null;
}

export interface ScenarioOptions {
  readonly configuration?: RoomConfiguration;
  readonly node?: RoomNode;
  readonly module?: Partial<SimulatedModuleOptions>;
  readonly broker?: Omit<ModelBrokerOptions, 'time'>;
  /** What a host has for its readings when it starts; an outbox in RAM, for two hours of them, when not given. */
  readonly outbox?: () => Outbox;
  /** A port around the host's own. */
  readonly serial?: (port: SerialSpecifier, time: Time) => SerialSpecifier;
}

/** A whole sensor node in virtual time whose module, line, network and broker fail on request. A reading every ten seconds. */
export class ScenarioBench {
  readonly time = new VirtualTime();
  readonly broker: ModelBroker;
  readonly uart = new VirtualUart({ time: this.time });
  readonly module: SimulatedModule;
  readonly faults: FaultInjector;
  readonly faultyModule: FaultyModule;
  readonly progress: Progress[] = [];
  readonly recoveries: RecoveryEvent[] = [];
  readonly #options: ScenarioOptions;
  readonly #hosted: HostedNode;
  readonly #sent: Uint8Array[] = [];
  /** When readings have arrived. */
  readonly #arrivals: number[] = [];

  constructor(profile: string, options: ScenarioOptions = {}) {
    const { time } = this;
    this.broker = new ModelBroker({ time, ...options.broker });
    this.faultyModule = createFaultyModule({
      time,
      uplink: this.broker.uplink(),
      line: this.uart.module,
      utcNow: () => START + time.now(),
      ...options.module,
      profile: voiced(profiles[profile], options.module?.profile),
    });
    this.module = this.faultyModule.module;
    this.faults = this.faultyModule.faults;
    this.#options = options;
    this.uart.onTraffic = (direction, bytes) => {
      if (direction === 'to-module') this.#sent.push(bytes);
    };
    this.#hosted = new HostedNode({ time, broker: this.broker, uart: this.uart, program: (host) => this.#makeNode(host) });
    this.broker.subscribe('+/+/readings', () => this.#arrivals.push(time.now()));
    this.module.powerOn();
  }

  /** Publishing, for a minute. */
  static online(profile: string, options: ScenarioOptions = {}): ScenarioBench {
    const bench = new ScenarioBench(profile, options);
    bench.node.start();
    bench.until(() => bench.readings().length > 0, 'readings come');
    bench.time.advance(MINUTE);
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

  /** The host crashes and starts again, with another outbox; the module does not notice. */
  restartHost(): void {
    this.#hosted.restart();
  }

  /** What went to the module since the last call, a character for each byte. */
  sent(): string {
    return this.#sent.splice(0).map(latin1).join('');
  }

  texts(topic: string): string[] {
    return this.#hosted.texts(topic);
  }

  /** Those that can be read: where the line loses bytes of a payload, the padded rest of it may reach the broker (F9). */
  readings(): Reading[] {
    return this.texts('readings').flatMap((line) => parsed(line));
  }

  command(line: string): void {
    this.publish('cellnode/node-1/command', line);
  }

  /** A client of its own on the node's modem, in the module's other slot. */
  client(options: Partial<MQTTClientOptions> = {}): RecordingClient {
    const link = this.node.modem;
    const client = new RecordingClient(this.until, { link, host: 'broker.example.com', id: 'other', ...options });
    client.untilWritable();
    return client;
  }

  /** From a client at the broker itself. */
  publish(topic: string, payload: Uint8Array | string): void {
    this.broker.publish({ topic, payload: typeof payload === 'string' ? utf8(payload) : payload, qos: 1, isRetained: false });
  }

  /** The longest time without a reading at the broker so far, in milliseconds, since the first one came. */
  get longestGap(): number {
    return Math.max(...this.#arrivals.slice(1).map((arrival, index) => arrival - this.#arrivals[index]));
  }

  /** How often the node has lost its connection. */
  get losses(): number {
    return this.progress.filter(([event]) => event === 'connection-lost').length;
  }

  #makeNode(host: CrashingHost): SensorNode {
    const { interval = 10 * SECOND, ...configuration } = this.#options.configuration ?? {};
    const { sensor, ...node } = this.#options.node ?? {};
    return new SensorNode({
      serial: this.#options.serial?.({ io: host.Serial }, host) ?? { io: host.Serial },
      time: host,
      sensors: [{ name: 'room', interval, io: SimulatedSensor, time: this.time, seed: 1, ...sensor }],
      random: () => 0.5,
      onProgress: (...event) => this.progress.push(event),
      outbox: this.#options.outbox?.() ?? new RamOutbox({ capacity: 2 ** 16 }),
      ...node,
      modem: {
        recovery: { ...modulePins(host, this.module), onRecovery: (event) => this.recoveries.push(event) },
        ...node.modem,
      },
      configuration: {
        nodeId: 'node-1',
        broker: { host: 'broker.example.com' },
        ...configuration,
      },
    });
  }
}

function parsed(line: string): Reading[] {
  try {
    const reading = JSON.parse(line) as Partial<Reading>;
    return typeof reading.sequence === 'number' ? [reading as Reading] : [];
  } catch {
    return [];
  }
}

/** One test for each profile. */
export function onEveryProfile(title: string, scenario: (t: ExecutionContext, profile: string) => void): void {
  for (const profile of Object.keys(profiles)) test(`${title} (${profile})`, (t) => scenario(t, profile));
}

/**
 * What must hold of every scenario when its faults are over: within `limit` a reading that was taken from now on is at the
 * broker, and so is every reading accepted so far; none was dropped; no callback has thrown. `longestGap` bounds the time that
 * the scenario has cost: from one reading at the broker to the next, at any moment of it.
 */
export function recovers(t: ExecutionContext, bench: ScenarioBench, limit: number, longestGap = Infinity): void {
  const { time, node } = bench;
  const start = time.now();
  publishesAgain(t, bench, limit);
  const { delivered } = node.statistics;
  const sequences = [...new Set(bench.readings().map(({ sequence }) => sequence))];
  t.deepEqual(sequences.slice(0, delivered), Array.from({ length: delivered }, (_, index) => index + 1));
  t.true(bench.longestGap <= longestGap, `${bench.longestGap} ms without a reading`);
  const seconds = (milliseconds: number): string => (milliseconds / SECOND).toFixed(1);
  t.log(`publishing again after ${seconds(time.now() - start)} s; ${seconds(bench.longestGap)} s at most without a reading`);
}

/** The part of {@link recovers} that holds whatever the line has made of single messages. */
export function publishesAgain(t: ExecutionContext, { node, until }: ScenarioBench, limit: number): void {
  const before = node.statistics.accepted;
  until(() => node.statistics.delivered > before && node.statistics.waiting <= 1, 'the node publishes again', limit);
  t.is(node.statistics.dropped, 0);
  t.is(node.modem.callbackExceptions, 0);
}

/** That a command, sent now, reaches the node; looks at it when `patience` is over. */
export function obeys(t: ExecutionContext, bench: ScenarioBench, patience: number): void {
  bench.command('{"interval": 5}');
  bench.time.advance(patience);
  t.is(bench.node.sensors.intervalOf('room'), 5 * SECOND);
}

/**
 * That the node takes what its module says in another form, from the start on, for what it means: it comes up, obeys a command,
 * and has noticed nothing.
 */
export function meansTheSame(t: ExecutionContext, profile: string, form: string, options: FaultOptions): void {
  // The form is the fault's own, and is told from no other.
  const plain = { ...NO_STRAY_WORDS, quotedValues: 'specified', furtherFields: 'none', identityForm: 'bare' } as const;
  const bench = new ScenarioBench(profile, { module: { profile: plain } });
  bench.faults.inject(form, options);
  bench.node.start();
  bench.until(() => bench.readings().length > 0, 'readings come', 3 * MINUTE);
  obeys(t, bench, 2 * MINUTE);
  const { timeouts, anomalies } = bench.node.modem.counters;
  t.deepEqual([bench.losses, timeouts, anomalies], [0, 0, 0]);
  recovers(t, bench, MINUTE);
}
