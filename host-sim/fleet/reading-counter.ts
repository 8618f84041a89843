import { connectAsync, type MqttClient } from 'mqtt';
import { FLEET_READINGS } from './fleet-node.js';

/** An independent client that counts the readings at the broker. */
export class ReadingCounter {
  readonly #client: MqttClient;
  #count = 0;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', () => {
      this.#count += 1;
    });
  }

  static async open(url: string): Promise<ReadingCounter> {
    const client = await connectAsync(url, { reconnectPeriod: 500 });
    const counter = new ReadingCounter(client);
    await client.subscribeAsync(FLEET_READINGS, { qos: 0 });
    return counter;
  }

  get count(): number {
    return this.#count;
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
