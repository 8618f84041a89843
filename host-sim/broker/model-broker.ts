import type { Time } from '../../modules/ports/time.js';
import { copyOf } from './message.js';
import type { BrokerCounters } from './model/broker-counters.js';
import { ClientSession } from './model/client-session.js';
import type { Grant } from './model/connection.js';
import { Exchange } from './model/exchange.js';
import { Gate } from './model/gate.js';
import { Link } from './model/link.js';
import { isTopicFilter, isTopicName } from './topic-filter.js';
import type { ConnectOptions, Message, Refusal, Uplink } from './uplink.js';

export type { BrokerCounters } from './model/broker-counters.js';
export type { Grant } from './model/connection.js';

/** The time that the broker lives in, and its limits. */
export interface ModelBrokerOptions {
  /** The clock on which packets travel and keep-alives run out: virtual time, mostly. */
  readonly time: Time;
  /** Milliseconds from a client to the broker and back; 60 when not given. */
  readonly roundTrip?: number;
  /** Refuses a connection with one of the codes of {@link Refusal}, 700 to 704; all are accepted when not given. */
  readonly refuse?: (options: ConnectOptions) => number | undefined;
  /** Refuses a TLS handshake with a `GTSSLERR` code; all succeed when not given. The model has no certificates of its own. */
  readonly refuseTls?: (options: ConnectOptions) => number | undefined;
  /** What a subscription is granted; what it asks for when not given. */
  readonly grant?: Grant;
  /** Closes the connection on this publish, without taking or acknowledging it; all are taken when not given. */
  readonly closesOn?: (message: Message) => boolean;
  /** Messages that a session keeps until they are acknowledged; beyond it, the oldest is lost. 1000 when not given. */
  readonly sessionLimit?: number;
}

/**
 * A broker inside an injected time, as the guide's §5 and MQTT 3.1.1 describe it: sessions, QoS 0 to 2, retained messages,
 * wills, keep-alive, take-over. Per client and topic the order is kept. QoS 0 messages are not kept for absent clients.
 *
 * `subscribe` and `publish` are a client beside the module, at the broker itself: a scenario sees by them what arrived, and
 * sends to the module.
 */
export class ModelBroker {
  readonly #options: ModelBrokerOptions;
  readonly #exchange: Exchange;
  readonly #gate = new Gate();
  #awayUntil = -Infinity;

  constructor(options: ModelBrokerOptions) {
    this.#options = options;
    const { time, grant = (_filter, qos) => qos, sessionLimit = 1000, closesOn = () => false } = options;
    this.#exchange = new Exchange(time, grant, sessionLimit, closesOn);
  }

  /** Where the module's connections lead, whatever host they name. */
  uplink(): Uplink {
    return {
      connect: (options, events) => {
        const link = new Link(this.#options.time, this.#options.roundTrip ?? 60, this.#gate);
        return new ClientSession(this.#exchange, (phase) => this.#refusal(phase, options), link, options, events);
      },
    };
  }

  /** What the broker has done so far. */
  get counters(): Readonly<BrokerCounters> {
    return this.#exchange.counters;
  }

  /** Whether the broker has a connection of this client, as far as it knows. */
  isConnected(clientId: string): boolean {
    return this.#exchange.isConnected(clientId);
  }

  /** Whether the broker keeps a session of this client, connected or not. */
  hasSession(clientId: string): boolean {
    return this.#exchange.hasSession(clientId);
  }

  /**
   * Calls `handler` for each message that matches, those retained first, never from inside a call. Returns the function that
   * ends the subscription.
   *
   * @throws RangeError when `filter` is no topic filter.
   */
  subscribe(filter: string, handler: (message: Message) => void): () => void {
    if (!isTopicFilter(filter)) throw new RangeError(`no topic filter: ${JSON.stringify(filter)}`);
    return this.#exchange.subscribeLocally(filter, handler);
  }

  /**
   * Publishes; the payload is copied.
   *
   * @throws RangeError when the topic is no topic name.
   */
  publish(message: Message): void {
    if (!isTopicName(message.topic)) throw new RangeError(`no topic name: ${JSON.stringify(message.topic)}`);
    const published = copyOf(message);
    this.#gate.pass(() => this.#exchange.route(published));
  }

  /** Takes nothing and acknowledges nothing any more, though connections stay; what is sent waits for {@link resume}. */
  stall(): void {
    this.#gate.stall();
  }

  /** Ends a {@link stall}: what has waited arrives now. */
  resume(): void {
    this.#gate.resume();
  }

  /**
   * Drops all connections, and takes none for `duration` milliseconds. Sessions and retained messages survive, and wills are
   * published: no client has sent DISCONNECT. A stalled broker is not stalled any more.
   */
  goAway(duration = 0): void {
    this.#awayUntil = this.#options.time.now() + duration;
    this.#exchange.loseAll('closed by the broker');
    this.#gate.resume();
  }

  /** Forgets the sessions of all clients that are not connected, with their subscriptions and all that waits for them. */
  forgetSessions(): void {
    this.#exchange.forgetSessions();
  }

  #refusal(phase: Refusal['phase'], options: ConnectOptions): Refusal | undefined {
    switch (phase) {
      case 'network':
        return this.#options.time.now() < this.#awayUntil ? { phase, code: 0, reason: 'connection refused' } : undefined;
      case 'tls':
        return refusalOf(phase, this.#options.refuseTls?.(options), 'the handshake failed');
      case 'mqtt':
        // MQTT 3.1.1 §3.1.3.1: without an identifier there is nothing by which to find the session again.
        if (options.clientId === '' && !options.clean) return { phase, code: 701, reason: 'identifier rejected' };
        return refusalOf(phase, this.#options.refuse?.(options), 'the broker refuses the connection');
    }
  }
}

function refusalOf(phase: Refusal['phase'], code: number | undefined, reason: string): Refusal | undefined {
  return code === undefined ? undefined : { phase, code, reason };
}
