import type { Alarm, Time } from '../../../modules/ports/time.js';
import { copyOf } from '../message.js';
import { isTopicFilter, isTopicName } from '../topic-filter.js';
import type { ConnectOptions, Message, QoS } from '../uplink.js';
import type { BrokerCounters } from './broker-counters.js';
import type { Link } from './link.js';
import type { RetainedMessages } from './retained-messages.js';
import { type Delivery, delivered, type Session } from './session.js';

/** `granted` for a subscription: at most the QoS asked for, or 128 to refuse it. */
export type Grant = (filter: string, qos: QoS) => QoS | 128;

/** What a connection needs of the broker around it. */
export interface ConnectionHost {
  readonly time: Time;
  readonly grant: Grant;
  /** Whether a publish ends its connection. */
  readonly closesOn: (message: Message) => boolean;
  readonly retained: RetainedMessages;
  readonly counters: BrokerCounters;
  /** To whoever has subscribed. */
  route(message: Message): void;
  /** In the session, until it is acknowledged. */
  keep(session: Session, delivery: Delivery): void;
  /** The connection has ended. */
  forget(connection: Connection): void;
}

/** What the client is told. */
export interface ClientEnd {
  receive(message: Message): void;
  lost(reason: string): void;
}

/** The broker's end of one accepted connection. Its methods are the packets that reach it. */
export class Connection {
  readonly session: Session;
  readonly isClean: boolean;
  readonly #host: ConnectionHost;
  readonly #link: Link;
  readonly #client: ClientEnd;
  readonly #expiry: Alarm;
  /** Milliseconds without a packet after which the client is taken for lost. */
  readonly #keepAlive: number;
  #will: Message | undefined;
  #isOpen = true;

  constructor(host: ConnectionHost, link: Link, client: ClientEnd, session: Session, options: ConnectOptions) {
    this.session = session;
    this.isClean = options.clean;
    this.#host = host;
    this.#link = link;
    this.#client = client;
    this.#keepAlive = options.keepAlive * 1500;
    this.#will = options.will;
    this.#expiry = host.time.alarm(() => {
      host.counters.expirations += 1;
      this.lose('keep-alive expired');
    });
  }

  /** Sends what the session has kept: again, where it was sent before. */
  resume(): void {
    for (const delivery of this.session.deliveries) {
      if (delivery.isReceived) this.#release(delivery);
      else this.#send(delivery);
    }
  }

  publish(message: Message, onAcknowledged: () => void): void {
    if (!this.#isOpen) return;
    if (!isTopicName(message.topic)) return this.lose(`protocol error: topic ${JSON.stringify(message.topic)}`);
    if (this.#host.closesOn(message)) return this.lose('closed by the broker');
    this.#host.counters.published += 1;
    this.#host.route(message);
    if (message.qos === 1) this.#link.toClient(onAcknowledged);
    // PUBREC, PUBREL, PUBCOMP.
    if (message.qos === 2) this.#link.toClient(() => this.#link.toBroker(() => this.#link.toClient(onAcknowledged)));
  }

  subscribe(filter: string, qos: QoS, onGranted: (granted: number) => void): void {
    if (!this.#isOpen) return;
    const granted = isTopicFilter(filter) ? this.#host.grant(filter, qos) : 128;
    this.#link.toClient(() => onGranted(granted));
    if (granted === 128) return;
    this.session.subscribe(filter, granted);
    for (const message of this.#host.retained.matching(filter)) this.deliver(delivered(message, granted, true));
  }

  unsubscribe(filter: string, onDone: () => void): void {
    if (!this.#isOpen) return;
    this.session.unsubscribe(filter);
    this.#link.toClient(onDone);
  }

  /** DISCONNECT: the broker forgets the will. */
  disconnect(): void {
    this.#will = undefined;
    this.lose('disconnected');
  }

  deliver(message: Message): void {
    const delivery: Delivery = { message, isReceived: false };
    if (message.qos > 0) this.#host.keep(this.session, delivery);
    this.#send(delivery);
  }

  /** The connection is over, for a reason that the client is told if it still listens; whatever will is left is published. */
  lose(reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#expiry.disarm();
    this.#link.toClient(() => this.#client.lost(reason));
    this.#host.forget(this);
    if (this.#will !== undefined) {
      this.#host.counters.wills += 1;
      this.#host.route(this.#will);
    }
  }

  /** The link has gone silent: what keep-alive there is will find out. */
  expectSilence(): void {
    if (!this.#isOpen || this.#keepAlive === 0) return;
    const silentSince = this.#link.lastHeard(this.#keepAlive / 1.5);
    this.#expiry.arm(silentSince + this.#keepAlive - this.#host.time.now());
  }

  #send(delivery: Delivery): void {
    this.#host.counters.delivered += 1;
    this.#link.toClient(() => {
      const { message } = delivery;
      this.#client.receive(copyOf(message));
      if (message.qos === 1) this.#link.toBroker(() => this.#acknowledge(delivery));
      if (message.qos === 2) this.#link.toBroker(() => this.#received(delivery));
    });
  }

  /** PUBREC. */
  #received(delivery: Delivery): void {
    if (!this.#isOpen) return;
    delivery.isReceived = true;
    this.#release(delivery);
  }

  /** PUBREL, and the PUBCOMP that answers it. */
  #release(delivery: Delivery): void {
    this.#link.toClient(() => this.#link.toBroker(() => this.#acknowledge(delivery)));
  }

  #acknowledge(delivery: Delivery): void {
    if (!this.#isOpen) return;
    this.#host.counters.acknowledged += 1;
    this.session.acknowledge(delivery);
  }
}
