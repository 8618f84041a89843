import type * as cellnode from '../../../../modules/index.js';
import type { PreloadingMachine } from './preloading-machine.js';

const PUBACK = 4;
const SUBSCRIBE = 8;

interface Configuration {
  readonly io: typeof cellnode.MQTTClient;
  readonly link: cellnode.Link;
}

interface Device {
  readonly network: { readonly mqtt: Configuration & { readonly client: Configuration } };
}

interface Publication {
  readonly topic: string;
  readonly payload: string;
  readonly done: () => void;
}

/** As the SDK's module `mqtt/js` is used, with the options and spellings that it gives to `device.network.mqtt.io`. */
export interface FacadeModule {
  readonly Client: new (url: string, options: { clientId: string }) => object;
  /** The link's `connection` at the time of each `new Client`. */
  readonly connections: number[];
}

/** Where a facade looks: `mqtt` in SDK 8.2, or `client` in it, as HTTP's since 9.5. */
export type ClientPlace = 'mqtt' | 'mqtt.client';

export function mqttFacade(machine: () => PreloadingMachine, place: ClientPlace): FacadeModule {
  const connections: number[] = [];

  class Client {
    readonly #listeners: Record<string, (...values: unknown[]) => void> = {};
    readonly #subscriptions: string[] = [];
    readonly #publications: Publication[] = [];

    constructor(url: string, { clientId }: { clientId: string }) {
      const { network } = machine().evaluate('device') as Device;
      const mqtt = place === 'mqtt' ? network.mqtt : network.mqtt.client;
      const Bytes = machine().evaluate('Uint8Array') as typeof Uint8Array;
      const listeners = this.#listeners;
      const subscriptions = this.#subscriptions;
      const publications = this.#publications;
      connections.push(mqtt.link.connection);
      new mqtt.io({
        ...mqtt,
        host: new URL(url).hostname,
        port: 1883,
        keepalive: 60_000,
        id: clientId,
        onReadable(count, { topic }) {
          const payload = new Bytes(count);
          this.read(payload);
          listeners.message(topic, payload);
        },
        onWritable() {
          const topic = subscriptions.shift();
          if (topic !== undefined) return void this.write(null, { operation: SUBSCRIBE, items: [{ topic, QoS: 1 }] });
          if (publications.length === 0) return;
          this.write(Bytes.from(Buffer.from(publications[0].payload)), { topic: publications[0].topic, QoS: 1, retain: true });
        },
        onControl({ operation }) {
          if (operation === PUBACK) publications.shift()?.done();
        },
      });
    }

    on(event: string, listener: () => void): void {
      this.#listeners[event] = listener;
    }

    subscribe(topic: string): void {
      this.#subscriptions.push(topic);
    }

    publish(topic: string, payload: string, _options: object, done: () => void): void {
      this.#publications.push({ topic, payload, done });
    }
  }
  return { Client, connections };
}
