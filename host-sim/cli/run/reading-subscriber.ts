import { connectAsync, type MqttClient } from 'mqtt';
import { readingIn, type ReadingContent } from './arrived-readings.js';

/** A reading as it came from the broker. */
export interface ArrivedReading extends ReadingContent {
  /** Bytes of the message. */
  readonly byteLength: number;
  /** Whether it has come before; QoS 1 allows that. */
  readonly isDuplicate: boolean;
}

export interface SubscriberOptions {
  readonly url: string;
  /** PEM text of the authority to trust, for `mqtts:`. */
  readonly ca?: string;
  readonly readingsTopic: string;
  readonly statusTopic: string;
  onReading(reading: ArrivedReading): void;
  onStatus(status: string): void;
  /** Something on the readings topic that is no reading. */
  onUnreadable(text: string): void;
  /** Its connection was lost, and another attempt follows by itself, or it has one again. */
  onConnection(isThere: boolean): void;
}

/** Milliseconds between two attempts: a broker that restarts is to find it subscribed before the node is back. */
const RECONNECT_PERIOD = 250;

/** A client with a connection of its own: what it receives went through the broker. */
export class ReadingSubscriber {
  readonly #client: MqttClient;
  readonly #topics: string[];
  readonly #seen = new Set<number>();
  #highest = 0;
  #duplicates = 0;
  #isConnected = true;
  #isClosed = false;

  private constructor(client: MqttClient, topics: string[]) {
    this.#client = client;
    this.#topics = topics;
  }

  /** Connects and subscribes; rejects when that cannot be done. */
  static async open(options: SubscriberOptions): Promise<ReadingSubscriber> {
    const { url, ca, readingsTopic, statusTopic } = options;
    // A broker that can't be reached at the start is a result, not something to wait for. Later it is: the node comes back by
    // itself, and who looks at it must too. A session that the broker keeps has what came meanwhile, where the broker lives on.
    const session = { clean: false, clientId: `cellnode-run-${process.pid}`, resubscribe: true };
    const client = await connectAsync(url, { ca, ...session, reconnectPeriod: RECONNECT_PERIOD, connectTimeout: 10_000 }, false);
    const subscriber = new ReadingSubscriber(client, [readingsTopic, statusTopic]);
    // Each refused attempt is an error, and one that nobody listens to ends the process.
    client.on('error', () => undefined);
    client.on('close', () => subscriber.#follow(false, options));
    client.on('connect', () => subscriber.#follow(true, options));
    client.on('message', (topic, payload) => subscriber.#take(topic, payload, options));
    await client.subscribeAsync(subscriber.#topics, { qos: 1 });
    return subscriber;
  }

  /** Whether it receives what is published now. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Different readings that have arrived. */
  get received(): number {
    return this.#seen.size;
  }

  get duplicates(): number {
    return this.#duplicates;
  }

  /** Readings that have not arrived, of those up to the highest that has, or of as many as the node has delivered. */
  missing(delivered: number): number {
    return Math.max(this.#highest, delivered) - this.#seen.size;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // The broker need not keep the session any longer. One that is away forgets it with its restart, or by its own rule.
    if (this.#isConnected) await this.#client.unsubscribeAsync(this.#topics).catch(() => undefined);
    await this.#client.endAsync(true);
  }

  #follow(isThere: boolean, options: SubscriberOptions): void {
    if (this.#isClosed || isThere === this.#isConnected) return;
    this.#isConnected = isThere;
    options.onConnection(isThere);
  }

  #take(topic: string, payload: Buffer, options: SubscriberOptions): void {
    if (topic === options.statusTopic) return options.onStatus(payload.toString());
    const reading = readingIn(payload);
    if (reading === undefined) return options.onUnreadable(payload.toString());
    const isDuplicate = this.#seen.has(reading.sequence);
    if (isDuplicate) this.#duplicates += 1;
    this.#seen.add(reading.sequence);
    this.#highest = Math.max(this.#highest, reading.sequence);
    options.onReading({ ...reading, byteLength: payload.length, isDuplicate });
  }
}
