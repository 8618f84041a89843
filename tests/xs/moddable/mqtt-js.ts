const PUBACK = 4;
const SUBSCRIBE = 8;
const SCHEME = 'mqtt://';

interface Control {
  readonly operation: number;
}

interface Writer {
  read(target: Uint8Array): number | undefined;
  write(data: Uint8Array | null, options: object): number;
}

interface Configuration {
  readonly io: new (options: object) => Writer;
}

interface Publication {
  readonly topic: string;
  readonly payload: string;
  readonly done: () => void;
}

type Listener = (...values: unknown[]) => void;

/**
 * `mqtt/js` of the SDK, as the example uses it: an event for each callback of the ECMA-419 client that it finds in
 * `device.network.mqtt`, and calls of the program from within them.
 */
export class Client {
  readonly #listeners: Record<string, Listener | undefined> = {};
  readonly #subscriptions: string[] = [];
  readonly #publications: Publication[] = [];

  constructor(url: string, { clientId }: { readonly clientId: string }) {
    const { device } = globalThis as unknown as { device: { network: { mqtt: Configuration } } };
    const { mqtt } = device.network;
    const emit: Listener = (event, ...values) => this.#listeners[event as string]?.(...values);
    const next = (client: Writer): void => this.#next(client);
    const acknowledged = (): void => this.#publications.shift()?.done();
    new mqtt.io({
      ...mqtt,
      host: url.slice(SCHEME.length),
      port: 1883,
      keepalive: 60_000,
      id: clientId,
      onReadable(this: Writer, count: number, { topic }: { readonly topic: string }) {
        const payload = new Uint8Array(count);
        this.read(payload);
        emit('message', topic, payload.buffer);
      },
      onWritable(this: Writer) {
        next(this);
      },
      onControl({ operation }: Control) {
        if (operation === PUBACK) acknowledged();
      },
      onError(error: unknown) {
        emit('error', error);
      },
    });
  }

  on(event: string, listener: Listener): void {
    this.#listeners[event] = listener;
  }

  subscribe(topic: string): void {
    this.#subscriptions.push(topic);
  }

  publish(topic: string, payload: string, _options: object, done: () => void): void {
    this.#publications.push({ topic, payload, done });
  }

  #next(client: Writer): void {
    const topic = this.#subscriptions.shift();
    if (topic !== undefined) {
      client.write(null, { operation: SUBSCRIBE, items: [{ topic, QoS: 1 }] });
      return;
    }
    if (this.#publications.length === 0) return;
    const [publication] = this.#publications;
    client.write(new TextEncoder().encode(publication.payload), { topic: publication.topic, QoS: 1, retain: true });
  }
}
