import { connectAsync, type MqttClient } from 'mqtt';
import { sequencesIn } from './arrived-readings.js';
import { messageText } from './message-text.js';

export interface MessageSubscriberOptions {
  readonly url: string;
  /** PEM text of the authority to trust, for `mqtts:`. */
  readonly ca?: string;
  /** A topic filter. */
  readonly filter: string;
  onMessage(topic: string, text: string): void;
}

/** A client with a connection of its own, which sees all that comes to a broker, and publishes what it is told to. */
export class MessageSubscriber {
  readonly #client: MqttClient;
  readonly #readings = new Set<string>();

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  /** Connects and subscribes; rejects when that cannot be done. */
  static async open({ url, ca, filter, onMessage }: MessageSubscriberOptions): Promise<MessageSubscriber> {
    const client = await connectAsync(url, { ca, connectTimeout: 10_000 }, false);
    const subscriber = new MessageSubscriber(client);
    // Each refused attempt is an error, and one that nobody listens to ends the process.
    client.on('error', () => undefined);
    client.on('message', (topic, payload) => {
      for (const sequence of sequencesIn(payload)) subscriber.#readings.add(`${sequence} ${topic}`);
      onMessage(topic, messageText(payload));
    });
    await client.subscribeAsync(filter, { qos: 1 });
    return subscriber;
  }

  /** Different readings that have arrived, by their topic and their number. */
  get readings(): number {
    return this.#readings.size;
  }

  async publish(topic: string, payload: string): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1 });
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
