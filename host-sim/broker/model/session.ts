import { matchesFilter } from '../topic-filter.js';
import type { Message, QoS } from '../uplink.js';

/** A message on its way to one client, at the QoS of this way. */
export interface Delivery {
  readonly message: Message;
  /** The client has answered PUBREC: it has the message, and only PUBREL is to be repeated. */
  isReceived: boolean;
}

/** What the broker keeps for one client identifier (guide §5.4). */
export class Session {
  readonly clientId: string;
  readonly #subscriptions = new Map<string, QoS>();
  /** QoS 1 and 2, sent or to be sent, in order, each until the client has acknowledged it. */
  #deliveries: Delivery[] = [];

  constructor(clientId: string) {
    this.clientId = clientId;
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }

  subscribe(filter: string, qos: QoS): void {
    this.#subscriptions.set(filter, qos);
  }

  unsubscribe(filter: string): void {
    this.#subscriptions.delete(filter);
  }

  /** The highest QoS of the subscriptions that match, so that overlapping ones bring the message once. */
  grantedFor(topic: string): QoS | undefined {
    let granted: QoS | undefined;
    for (const [filter, qos] of this.#subscriptions) {
      if ((granted === undefined || qos > granted) && matchesFilter(filter, topic)) granted = qos;
    }
    return granted;
  }

  /** Keeps the message until it is acknowledged; with `limit` kept already, the oldest gives way and true is returned. */
  keep(delivery: Delivery, limit: number): boolean {
    this.#deliveries.push(delivery);
    const isOverLimit = this.#deliveries.length > limit;
    if (isOverLimit) this.#deliveries.shift();
    return isOverLimit;
  }

  acknowledge(delivery: Delivery): void {
    this.#deliveries = this.#deliveries.filter((kept) => kept !== delivery);
  }
}

/** The message as it goes to one subscriber: never at a higher QoS than it was published at, nor than was granted. */
export function delivered(message: Message, granted: QoS, isRetained: boolean): Message {
  const qos = granted < message.qos ? granted : message.qos;
  return { topic: message.topic, payload: message.payload, qos, isRetained };
}
