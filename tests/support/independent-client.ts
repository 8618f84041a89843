import { connectAsync, type MqttClient } from 'mqtt';
import type { Message, QoS } from '../../host-sim/broker/uplink.js';

/** mqtt.js on a connection of its own: it knows nothing of modules, and sees what any other client of the broker sees. */
export class IndependentClient {
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.#client = client;
    // Without a listener an error of the connection would end the process.
    client.on('error', () => undefined);
  }

  static async connect(url: string): Promise<IndependentClient> {
    return new IndependentClient(await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 }));
  }

  /** Resolves when the subscription is acknowledged. Once for a client: whatever arrives goes to `onMessage`. */
  async subscribe(filter: string, onMessage: (message: Message) => void): Promise<void> {
    this.#client.on('message', (topic, payload, { qos, retain }) => {
      onMessage({ topic, payload: new Uint8Array(payload), qos, isRetained: retain });
    });
    await this.#client.subscribeAsync(filter, { qos: 2 });
  }

  /** Resolves when the broker has it, as the QoS understands that. */
  async publish(topic: string, payload: string | Uint8Array, qos: QoS = 1, retain = false): Promise<void> {
    await this.#client.publishAsync(topic, Buffer.from(payload), { qos, retain });
  }

  /** Drops the connection without waiting for anybody. */
  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
