import type { SensorNodeOptions } from '../../../modules/firmware/sensor-node.js';
import { SensorNode } from '../../../modules/firmware/sensor-node.js';
import { cbor } from '../../../modules/encodings/cbor.js';
import { json } from '../../../modules/encodings/json.js';
import { senmlWith } from '../../../modules/encodings/senml.js';
import { SimulatedSensor } from '../../sensors/simulated-sensor.js';
import type { Modem } from '../../../modules/modem/modem.js';
import type { SessionState } from '../../../modules/telemetry/session-state.js';
import { topicsOf } from '../../../modules/telemetry/topics.js';
import type { SimulatedModule } from '../../module/simulated-module.js';
import type { RealTime } from '../../time/real-time.js';
import type { VirtualUart } from '../../uart/virtual-uart.js';
import { accessBroker, type BrokerAccess } from './broker-access.js';
import type { Print } from '../print-trace.js';
import { type CoreNode, startCoreNode } from './core-node.js';
import { type ArrivedReading, ReadingSubscriber } from './reading-subscriber.js';
import { type Ending, RunBench } from './run-bench.js';
import type { RunOptions } from './run-options.js';
import type { RunReport } from './run-report.js';

const ENCODINGS = { json, cbor, senml: senmlWith({ temperature: 'Cel', humidity: '%RH' }) } as const;
const TOPIC_PREFIX = 'cellnode';
const APN = 'CMNET';

/**
 * Runs the sensor node's firmware against the simulated module and a broker, and shows what happens until the readings are
 * there, `interrupted` resolves, or something makes it impossible. Gives the exit status.
 */
export async function run(options: RunOptions, interrupted: Promise<void>, print: Print): Promise<number> {
  const access = await accessBroker(options);
  try {
    return await new Run(options, access, print).untilEnd(interrupted);
  } finally {
    await access.close();
  }
}

/** One run: the node, the module, the subscriber, and what they tell. */
class Run {
  readonly #options: RunOptions;
  readonly #access: BrokerAccess;
  readonly #bench: RunBench;
  readonly #time: RealTime;
  readonly #report: RunReport;
  /** When each sample was taken, in the order of the sequence: the readings' own time is right to a second only. */
  readonly #sampledAt: number[] = [];
  /** Milliseconds of those that were taken while the session was ready; the others waited for the link. */
  readonly #latencies: number[] = [];
  #readySince = Infinity;
  readonly #nodeId = `node-${process.pid}`;
  /** What was wrong last, and is not over yet. */
  #problem: string | undefined = undefined;
  /** Why the broker has taken no connection, as long as none has followed. */
  #refusal: string | undefined = undefined;
  #subscriber: ReadingSubscriber | undefined = undefined;
  #end: (ending: Ending) => void = () => undefined;

  constructor(options: RunOptions, access: BrokerAccess, print: Print) {
    this.#options = options;
    this.#access = access;
    this.#bench = new RunBench(options, print);
    this.#time = this.#bench.time;
    this.#report = this.#bench.report;
  }

  async untilEnd(interrupted: Promise<void>): Promise<number> {
    const ended = new Promise<Ending>((resolve) => {
      this.#end = resolve;
    });
    this.#report.line('broker', this.#access.description);
    const subscriber = await this.#subscribe();
    if (subscriber === undefined) return 1;
    const { module, uart } = this.#simulate();
    const node = this.#options.mcu ? await this.#startOnCore(uart) : this.#startNode(uart);
    const limit = this.#bench.armLimit((ending) => this.#end(ending), () => this.#reason());
    void interrupted.then(() => this.#end({ isSuccess: this.#options.readings === undefined, text: 'interrupted' }));

    const ending = await ended;
    limit.disarm();
    this.#report.line('end', ending.text);
    await (node instanceof SensorNode ? new Promise<void>((resolve) => node.close(() => resolve())) : node.end());
    module.powerOff();
    await subscriber.close();
    this.#summarise(node instanceof SensorNode ? node : undefined, subscriber, uart);
    return ending.isSuccess ? 0 : 1;
  }

  /** The independent client; without it there is nothing to show. */
  async #subscribe(): Promise<ReadingSubscriber | undefined> {
    const topics = topicsOf(TOPIC_PREFIX, this.#nodeId);
    try {
      const subscriber = await ReadingSubscriber.open({
        ...this.#access.subscriber,
        readingsTopic: topics.readings,
        statusTopic: topics.status,
        onReading: (reading) => this.#show(reading, subscriber.received),
        onStatus: (status) => this.#report.line('status', status),
        onUnreadable: (text) => this.#report.line('reading', `unreadable: ${text}`),
        onConnection: (isThere) => {
          this.#report.line('subscriber', isThere ? 'connected again' : 'its connection to the broker is lost; it tries again');
        },
      });
      this.#subscriber = subscriber;
      this.#report.line('subscribed', `${topics.readings}, on a connection of its own`);
      return subscriber;
    } catch (error) {
      this.#report.line('broker', `the subscriber cannot connect: ${messageOf(error)}`);
      return undefined;
    }
  }

  #simulate(): { readonly module: SimulatedModule; readonly uart: VirtualUart } {
    const simulated = this.#bench.switchOn(this.#access.endpoints, (text) => this.#tellRefusal(text));
    this.#report.line('power', `simulated module switched on, profile ${this.#options.profile}`);
    return simulated;
  }

  /** What the module knows and does not tell: it says that the connection has failed. */
  #tellRefusal(text: string): void {
    this.#refusal = text;
    this.#report.line('broker', text);
  }

  #startNode(uart: VirtualUart): SensorNode {
    const nodeOptions: SensorNodeOptions = {
      serial: { io: uart.Serial },
      time: this.#time,
      sensors: [{ name: 'room', io: this.#stampedSensor(), interval: this.#options.interval * 1000, time: this.#time }],
      encoding: ENCODINGS[this.#options.encoding],
      random: Math.random,
      configuration: {
        nodeId: this.#nodeId,
        topicPrefix: TOPIC_PREFIX,
        network: { apn: APN, tls: this.#access.tls },
        broker: this.#access.node,
      },
      onProgress: (...[event, detail]) => {
        if (event === 'link') return this.#follow(node.modem, detail);
        if (event === 'session') return this.#followSession(detail);
        const text = detail instanceof Error ? detail.message : String(detail);
        if (detail instanceof Error) this.#problem = text;
        this.#report.line('node', `${event}: ${text}`);
      },
    };
    const node = new SensorNode(nodeOptions);
    node.start();
    return node;
  }

  #followSession(state: SessionState): void {
    this.#readySince = state === 'ready' ? this.#time.now() : Infinity;
    if (state === 'ready') this.#problem = this.#refusal = undefined;
    this.#report.line('mqtt', state);
  }

  #showLatency({ sequence, isDuplicate }: ArrivedReading, text: string): void {
    const sampledAt = this.#sampledAt[sequence - 1];
    const latency = this.#time.now() - sampledAt;
    const isLive = sampledAt >= this.#readySince;
    if (isLive && !isDuplicate) this.#latencies.push(latency);
    const remark = isDuplicate ? ', again' : isLive ? '' : ', waited for the link';
    this.#report.line('reading', `${text}  ${latency.toFixed(0)} ms${remark}`);
  }

  /** The same firmware as it is flashed, on an emulated core: what it tells comes as its trace. */
  #startOnCore(uart: VirtualUart): Promise<CoreNode> {
    const { host, port, user, password } = this.#access.node;
    return startCoreNode({
      time: this.#time,
      Serial: uart.Serial,
      config: {
        nodeId: this.#nodeId,
        topicPrefix: TOPIC_PREFIX,
        interval: this.#options.interval * 1000,
        encoding: this.#options.encoding,
        apn: APN,
        broker: host,
        ...(port !== undefined && { brokerPort: port }),
        ...(user !== undefined && { user }),
        ...(password !== undefined && { password }),
      },
      onTrace: (line) => this.#report.line('core', line),
      onEnd: (error) => this.#end({ isSuccess: false, text: messageOf(error) }),
    });
  }

  #follow(modem: Modem, property: string): void {
    if (property === 'error' && modem.error !== undefined) this.#problem = modem.error.message;
    this.#report.modemChanged(modem, property);
  }

  /** The simulated sensor, noting when each sample was taken. */
  #stampedSensor(): typeof SimulatedSensor {
    const sampled = (): number => this.#sampledAt.push(this.#time.now());
    return class extends SimulatedSensor {
      override sample(): ReturnType<SimulatedSensor['sample']> {
        sampled();
        return super.sample();
      }
    };
  }

  /** Why not more has arrived. */
  #reason(): string {
    if (this.#subscriber?.isConnected === false) return 'the subscriber has lost its connection to the broker';
    if (this.#refusal !== undefined) return `the broker: ${this.#refusal}`;
    if (this.#problem !== undefined) return this.#problem;
    const received = this.#subscriber?.received ?? 0;
    return received === 0 ? 'nothing has arrived yet' : `${received} have arrived, and nothing is wrong now`;
  }

  #show(reading: ArrivedReading, received: number): void {
    const { encoding } = this.#options;
    const written = encoding === 'json' ? '' : `  ${reading.byteLength} bytes of ${encoding}`;
    const text = `#${reading.sequence} ${JSON.stringify(reading.sample)}${written}`;
    if (this.#options.mcu) this.#report.line('reading', `${text}${reading.isDuplicate ? ', again' : ''}`);
    else this.#showLatency(reading, text);
    const { readings } = this.#options;
    if (readings !== undefined && received >= readings) this.#end({ isSuccess: true, text: `${received} readings have arrived` });
  }

  /** What a node on a core has counted is on the core. */
  #summarise(node: SensorNode | undefined, subscriber: ReadingSubscriber, uart: VirtualUart): void {
    if (node !== undefined) {
      const { accepted, delivered, waiting, dropped } = node.statistics;
      this.#report.line('node', `${accepted} readings taken, ${delivered} acknowledged, ${waiting} waiting, ${dropped} dropped`);
    }
    const missing = node === undefined ? '' : `, missing ${subscriber.missing(node.statistics.delivered)}`;
    this.#report.line('received', `${subscriber.received}, duplicates ${subscriber.duplicates}${missing}`);
    if (this.#latencies.length > 0) this.#report.line('latency', latencySummary(this.#latencies));
    this.#report.line('UART', `${uart.overruns} bytes lost to overruns`);
  }
}

function latencySummary(latencies: readonly number[]): string {
  const sorted = [...latencies].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const worst = sorted[sorted.length - 1];
  const figures = `median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`;
  return `${figures}, from sample to subscriber, of those taken on a ready session`;
}

function messageOf(error: unknown): string {
  // A connection refused on several addresses is an AggregateError without a message of its own.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
