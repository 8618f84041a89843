import test, { type ExecutionContext } from 'ava';
import { decode } from 'cbor2';
import { ModelBroker, type ModelBrokerOptions } from '../../host-sim/broker/model-broker.js';
import type { Message } from '../../host-sim/broker/uplink.js';
import { FIRST_OF_CBOR } from '../../host-sim/cli/run/arrived-readings.js';
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
import { latin1, text, utf8 } from '../support/bytes.js';
import type { CrashingHost } from '../support/crashing-host.js';
import { HostedNode } from '../support/hosted-node.js';
import { modulePins } from '../support/module-pins.js';
import type { RoomConfiguration, RoomNode } from '../support/room.js';
import { RecordingClient } from '../support/recording-client.js';
import { NO_STRAY_WORDS, voiced } from '../support/voice.js';
import { DeliveryAccount } from './delivery-account.js';
import { NODE_PROGRAMS } from './node-programs.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
/** 2026-03-01. */
export const START = Date.UTC(2026, 2, 1);

export interface Reading {
  readonly sequence: number;
  readonly time: number | null;
  readonly sensor?: string;
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
  /** Bytes are spoilt on their way to the module: what the broker gets then is not held against the node. */
  readonly isSpoilt?: boolean;
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
  readonly #program = program;
  readonly #profile: string;
  readonly #account = new DeliveryAccount();
  readonly #sent: Uint8Array[] = [];
  /** When readings have arrived. */
  readonly #arrivals: number[] = [];

  constructor(profile: string, options: ScenarioOptions = {}) {
    const { time } = this;
    benches.push(this);
    this.#profile = profile;
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
    this.broker.subscribe('#', (message) => this.#account.arrived(message));
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

  /** The host crashes and starts again so many milliseconds later, with another outbox; the module does not notice. */
  restartHost(pause = 0): void {
    this.#hosted.restart(pause);
  }

  /** What went to the module since the last call, a character for each byte. */
  sent(): string {
    return this.#sent.splice(0).map(latin1).join('');
  }

  texts(topic: string): string[] {
    return this.#hosted.texts(topic);
  }

  /** Those that can be read: where the line loses bytes of a payload, the padded rest of it may reach the broker (F9). */
  readings(sensor?: string): Reading[] {
    return this.received
      .filter(({ topic }) => topic === 'cellnode/node-1/readings')
      .flatMap(({ payload }) => readingsIn(payload))
      .filter((reading) => sensor === undefined || reading.sensor === sensor);
  }

  /** Answers to commands. */
  answers(): Record<string, unknown>[] {
    return this.received
      .filter(({ topic }) => topic === 'cellnode/node-1/response')
      .map(({ payload }) => contentOf(payload))
      .map((answer) => (Array.isArray(answer) ? ofRecords(answer as SenmlRecord[]) : (answer as Record<string, unknown>)));
  }

  /** Numbers of the readings that were accepted since these have begun; of those alone that have this sample, as JSON. */
  accepted(sample?: string): readonly number[] {
    const readings = [...this.#account.readings];
    return readings.filter(([, content]) => sample === undefined || content === sample).map(([sequence]) => sequence);
  }

  /** What has left the outboxes, and was not at the broker then. */
  get lost(): readonly string[] {
    return this.#options.isSpoilt === true ? [] : this.#account.lost;
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
    const { sensor, ...options } = this.#options.node ?? {};
    const outbox = this.#options.outbox?.() ?? new RamOutbox({ capacity: 2 ** 16 });
    const node = new SensorNode({
      serial: this.#options.serial?.({ io: host.Serial }, host) ?? { io: host.Serial },
      time: host,
      sensors: [{ name: 'room', interval, io: SimulatedSensor, time: this.time, seed: 1, ...sensor }, ...this.#program.sensors],
      random: () => 0.5,
      onProgress: (...event) => this.#follow(event),
      outbox: this.#account.watch(outbox),
      ...this.#program.options(this.#profile),
      ...options,
      modem: {
        recovery: { ...modulePins(host, this.module), onRecovery: (event) => this.recoveries.push(event) },
        ...options.modem,
      },
      configuration: {
        nodeId: 'node-1',
        broker: { host: 'broker.example.com' },
        ...configuration,
      },
    });
    this.#program.run(node, host);
    return node;
  }

  #follow(event: Progress): void {
    this.progress.push(event);
    if (event[0] === 'message-refused') this.#account.refused(event[1].sequence);
  }
}

/** The reading in a message, whatever its encoding; none where the line has made something else of it. */
function readingsIn(payload: Uint8Array): Reading[] {
  try {
    const content = contentOf(payload);
    const reading = (Array.isArray(content) ? ofPack(content as SenmlRecord[]) : content) as Partial<Reading>;
    return typeof reading.sequence === 'number' ? [reading as Reading] : [];
  } catch {
    return [];
  }
}

function contentOf(payload: Uint8Array): unknown {
  return payload[0] >= FIRST_OF_CBOR ? decode(payload) : JSON.parse(text(payload));
}

interface SenmlRecord {
  readonly bn?: string;
  readonly n?: string;
  readonly bt?: number;
  readonly v?: number;
}

/** An answer in SenML. */
function ofRecords(records: readonly SenmlRecord[]): Record<string, unknown> {
  return Object.fromEntries(records.map(({ n = '', v }) => [n, v]));
}

/** A base time that is relative to now tells none. */
function ofPack([{ bn = '', bt = 0, v }]: readonly SenmlRecord[]): Partial<Reading> {
  return { sequence: v, time: bt < 2 ** 28 ? null : bt * 1000, sensor: bn.split('/')[1] };
}

/** What the nodes of the benches run that are made from now on, and these: a scenario is run from its beginning to its end. */
let [program] = NODE_PROGRAMS;
let benches: ScenarioBench[] = [];

/** One test for each profile and each program of a node; whatever leaves an outbox must be at the broker. */
export function onEveryProfile(title: string, scenario: (t: ExecutionContext, profile: string) => void): void {
  for (const profile of Object.keys(profiles)) {
    for (const each of NODE_PROGRAMS) {
      test(`${title} (${profile}, ${each.name})`, (t) => {
        program = each;
        benches = [];
        scenario(t, profile);
        for (const { lost } of benches) t.deepEqual(lost, []);
        [program] = NODE_PROGRAMS;
      });
    }
  }
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
  t.deepEqual(sequences.slice(0, delivered), bench.accepted().slice(0, delivered));
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
