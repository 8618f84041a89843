import type {
  ConnectOptions,
  Message,
  QoS,
  Refusal,
  Uplink,
  UplinkEvents,
  UplinkSession,
} from '../../../host-sim/broker/uplink.js';

/** A connection through an uplink that notes all that it is told. */
export class NotedClient implements UplinkEvents {
  readonly messages: Message[] = [];
  readonly lost: string[] = [];
  /** The outcomes of publishes, in the order in which they came. */
  readonly outcomes: boolean[] = [];
  readonly granted: number[] = [];
  unsubscribed = 0;
  disconnected = 0;
  /** Whether a session was present, once connected. */
  connected: boolean | undefined;
  refusal: Refusal | undefined;
  readonly session: UplinkSession;
  readonly #waiting = new Set<() => void>();

  constructor(uplink: Uplink, options: Partial<ConnectOptions> = {}) {
    this.session = uplink.connect({ ...defaults, ...options }, this);
  }

  /** Waits for the news by which the condition holds. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** What came, short enough to compare. */
  get texts(): string[] {
    return this.messages.map(({ topic, payload, qos, isRetained }) => {
      return `${topic} ${qos}${isRetained ? ' retained' : ''}: ${Buffer.from(payload).toString('latin1')}`;
    });
  }

  publish(published: Message): void {
    this.session.publish(published, (isDone) => {
      this.outcomes.push(isDone);
      this.#onNews();
    });
  }

  subscribe(filter: string, qos: QoS): void {
    this.session.subscribe(filter, qos, (granted) => {
      this.granted.push(granted);
      this.#onNews();
    });
  }

  unsubscribe(filter: string): void {
    this.session.unsubscribe(filter, () => {
      this.unsubscribed += 1;
      this.#onNews();
    });
  }

  disconnect(): void {
    this.session.disconnect(() => {
      this.disconnected += 1;
      this.#onNews();
    });
  }

  onConnected(isSessionPresent: boolean): void {
    this.connected = isSessionPresent;
    this.#onNews();
  }

  onRefused(refusal: Refusal): void {
    this.refusal = refusal;
    this.#onNews();
  }

  onMessage(arrived: Message): void {
    this.messages.push(arrived);
    this.#onNews();
  }

  onLost(reason: string): void {
    this.lost.push(reason);
    this.#onNews();
  }

  #onNews(): void {
    for (const check of [...this.#waiting]) check();
  }
}

export function message(topic: string, text: string, qos: QoS = 0, isRetained = false): Message {
  return { topic, payload: Buffer.from(text, 'latin1'), qos, isRetained };
}

const defaults: ConnectOptions = { host: 'broker.example', port: 1883, clientId: 'node', clean: true, keepAlive: 60 };
