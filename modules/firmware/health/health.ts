import type { MessageEncoding } from '../../encodings/message-writer.js';
import type { Modem } from '../../modem/modem.js';
import type { QoS } from '../../ports/mqtt-client.js';
import type { Time } from '../../ports/time.js';
import type { MessageSource } from '../../telemetry/message-source.js';
import type { Progress, Reporter } from '../../telemetry/progress.js';
import { healthSettings, type HealthField, type HealthOptions } from './health-options.js';
import { HealthPublisher } from './health-publisher.js';
import { HealthRecord, type HealthSources } from './health-record.js';
import { ModuleVitals } from './module-vitals.js';

/** Error codes that are counted, at most: they are few, and a client of somebody else's may have any. */
const CODES = 16;

export interface NodeHealthOptions {
  readonly time: Time;
  /** What a program wants to be told; `undefined` where no records are wanted. */
  readonly options: HealthOptions | undefined;
  readonly topic: string;
  readonly QoS: QoS;
  readonly encoding: MessageEncoding;
  readonly reporter: Reporter;
  readonly modem: () => Modem;
  /** What the node itself knows. It is asked for once that is wanted, and takes no memory before. */
  readonly sources: () => Pick<HealthSources, 'counts' | 'start' | 'sent'>;
  readonly onDue: () => void;
}

/** What a node knows of itself: counted as it comes about, asked of the module when it is wanted, told from time to time. */
export class NodeHealth {
  readonly #time: Time;
  readonly #modem: () => Modem;
  readonly #nodeSources: NodeHealthOptions['sources'];
  /** Made when it is first wanted: it takes memory that readings want. */
  #sources: HealthSources | undefined = undefined;
  readonly #publisher: HealthPublisher | undefined;
  readonly #losses: Record<string, number> = {};
  readonly #startedAt: number;
  #unregisteredSince: number;
  #isRegistered = false;
  #registration: number | undefined = undefined;

  /** Throws `invalid-argument`. */
  constructor(options: NodeHealthOptions) {
    const { time, topic, QoS, encoding, reporter, onDue } = options;
    this.#time = time;
    this.#modem = options.modem;
    this.#nodeSources = options.sources;
    this.#startedAt = time.now();
    this.#unregisteredSince = this.#startedAt;
    if (options.options === undefined) return;
    const settings = healthSettings(options.options);
    const sources = this.#sourcesWith(settings);
    this.#sources = sources;
    this.#publisher = new HealthPublisher({
      time,
      topic,
      QoS,
      interval: settings.interval,
      encoding,
      reporter,
      prepare: (onEnd) => sources.vitals.ask(onEnd),
      compose: () => new HealthRecord(sources, settings.fields),
      onDue,
    });
  }

  /** The records, where they are wanted. */
  get source(): MessageSource | undefined {
    return this.#publisher;
  }

  /** What is wanted of it, asked anew. */
  tell(fields: readonly HealthField[], onRecord: (record: HealthRecord) => void): void {
    const sources = (this.#sources ??= this.#sourcesWith(healthSettings({})));
    sources.vitals.ask(() => onRecord(new HealthRecord(sources, fields)));
  }

  /** Something has come about. */
  note(...[event, detail]: Progress): void {
    if (event === 'session' && this.#publisher !== undefined) this.#publisher.isConnected = detail === 'ready';
    if (event === 'connection-lost') this.#countLoss(detail);
    if (event === 'link' && detail === 'registration') this.#followRegistration();
  }

  close(): void {
    this.#publisher?.close();
  }

  #sourcesWith(settings: HealthSources['settings']): HealthSources {
    const time = this.#time;
    const modem = this.#modem;
    return {
      ...this.#nodeSources(),
      settings,
      vitals: new ModuleVitals({ execute: (exchange) => modem().execute(exchange) }),
      get modem() {
        return modem();
      },
      uptime: () => time.now() - this.#startedAt,
      utc: () => modem().now(),
      registration: () => this.#registration,
      losses: () => this.#losses,
    };
  }

  #countLoss(error: Error): void {
    const { code } = error as { readonly code?: unknown };
    const losses = this.#losses;
    const isKnown = typeof code === 'string' && (losses[code] !== undefined || Object.keys(losses).length < CODES);
    const name = isKnown ? code : 'other';
    losses[name] = (losses[name] ?? 0) + 1;
  }

  #followRegistration(): void {
    const { registration } = this.#modem();
    const isRegistered = registration === 'home' || registration === 'roaming';
    if (isRegistered === this.#isRegistered) return;
    const now = this.#time.now();
    this.#isRegistered = isRegistered;
    if (isRegistered) this.#registration = now - this.#unregisteredSince;
    else this.#unregisteredSince = now;
  }
}
