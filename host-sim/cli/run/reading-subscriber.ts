import { connectAsync, type MqttClient } from 'mqtt';

/** A reading as it came from the broker. */
export interface ArrivedReading {
  readonly sequence: number;
  readonly sample: unknown;
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
}

/** A client with a connection of its own: what it receives went through the broker. */
export class ReadingSubscriber {
  readonly #client: MqttClient;
  readonly #seen = new Set<number>();
  #highest = 0;
  #duplicates = 0;

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  /** Connects and subscribes; rejects when that cannot be done. */
  static async open(options: SubscriberOptions): Promise<ReadingSubscriber> {
    // It shows what arrives, so a broker that cannot be reached is a result, not something to wait for.
    const client = await connectAsync(options.url, { ca: options.ca, reconnectPeriod: 0, connectTimeout: 10_000 }, false);
    const subscriber = new ReadingSubscriber(client);
    client.on('message', (topic, payload) => subscriber.#take(topic, payload.toString(), options));
    await client.subscribeAsync([options.readingsTopic, options.statusTopic], { qos: 1 });
    return subscriber;
  }

  /** Different readings that have arrived. */
  get received(): number {
    return this.#seen.size;
  }

  get duplicates(): number {
    return this.#duplicates;
  }

  /** Readings with a sequence below the highest that have not arrived. */
  get missing(): number {
    return this.#highest - this.#seen.size;
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #take(topic: string, text: string, options: SubscriberOptions): void {
    if (topic === options.statusTopic) return options.onStatus(text);
    const reading = parseReading(text);
    if (reading === undefined) return options.onUnreadable(text);
    const isDuplicate = this.#seen.has(reading.sequence);
    if (isDuplicate) this.#duplicates += 1;
    this.#seen.add(reading.sequence);
    this.#highest = Math.max(this.#highest, reading.sequence);
    options.onReading({ ...reading, isDuplicate });
  }
}

function parseReading(text: string): { sequence: number; sample: unknown } | undefined {
  try {
    const reading: unknown = JSON.parse(text);
    if (typeof reading !== 'object' || reading === null || !('sequence' in reading) || !('sample' in reading)) return undefined;
    return typeof reading.sequence === 'number' ? { sequence: reading.sequence, sample: reading.sample } : undefined;
  } catch {
    return undefined;
  }
}
