import { connectAsync, type MqttClient } from 'mqtt';

/** A client of its own at the broker, which sees what the uplink sends and sends what it is to see. */
export class IndependentClient {
  /** `topic qos: text`, with the retain flag where it was set. */
  readonly texts: string[] = [];
  readonly payloads: Buffer[] = [];
  readonly client: MqttClient;
  readonly #waiting = new Set<() => void>();

  private constructor(client: MqttClient) {
    this.client = client;
    client.on('message', (topic, payload, { qos, retain }) => {
      this.texts.push(`${topic} ${qos}${retain ? ' retained' : ''}: ${payload.toString('latin1')}`);
      this.payloads.push(payload);
      for (const check of [...this.#waiting]) check();
    });
  }

  static async connect(url: string, filter: string): Promise<IndependentClient> {
    const independent = new IndependentClient(await connectAsync(url, { clientId: 'independent', reconnectPeriod: 0 }));
    await independent.client.subscribeAsync(filter, { qos: 2 });
    return independent;
  }

  /** Waits until so many messages have come. */
  arrived(count: number): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.texts.length < count) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}
