import type { Time } from '../../../modules/ports/time.js';
import { copyOf } from '../message.js';
import { matchesFilter } from '../topic-filter.js';
import type { ConnectOptions, Message } from '../uplink.js';
import type { BrokerCounters } from './broker-counters.js';
import { type ClientEnd, Connection, type ConnectionHost, type Grant } from './connection.js';
import type { Link } from './link.js';
import { Pipe } from './pipe.js';
import { RetainedMessages } from './retained-messages.js';
import { type Delivery, delivered, Session } from './session.js';

interface LocalSubscription {
  readonly filter: string;
  readonly handler: (message: Message) => void;
}

/** Sessions, subscriptions and retained messages, and how a message finds its way among them. */
export class Exchange implements ConnectionHost {
  readonly time: Time;
  readonly grant: Grant;
  /** Whether a publish ends its connection. */
  readonly closesOn: (message: Message) => boolean;
  readonly retained = new RetainedMessages();
  readonly counters: BrokerCounters = {
    connections: 0,
    refusals: 0,
    published: 0,
    delivered: 0,
    acknowledged: 0,
    wills: 0,
    takeOvers: 0,
    expirations: 0,
    dropped: 0,
  };
  readonly #sessions = new Map<string, Session>();
  readonly #connections = new Map<string, Connection>();
  readonly #locals = new Set<LocalSubscription>();
  readonly #local: Pipe;
  readonly #sessionLimit: number;
  #namesGiven = 0;
  #generation = 0;

  constructor(time: Time, grant: Grant, sessionLimit: number, closesOn: (message: Message) => boolean) {
    this.time = time;
    this.grant = grant;
    this.closesOn = closesOn;
    this.#sessionLimit = sessionLimit;
    this.#local = new Pipe(time, 0);
  }

  isConnected(clientId: string): boolean {
    return this.#connections.has(clientId);
  }

  hasSession(clientId: string): boolean {
    return this.#sessions.has(clientId);
  }

  /** CONNECT. `onAccepted` hears whether a session was present, before what that session has kept is sent. */
  accept(link: Link, client: ClientEnd, options: ConnectOptions, onAccepted: (isPresent: boolean) => void): Connection {
    const clientId = options.clientId === '' ? this.#giveName() : options.clientId;
    this.#takeOver(clientId);
    const known = options.clean ? undefined : this.#sessions.get(clientId);
    const session = known ?? new Session(clientId);
    const connection = new Connection(this, link, client, session, options);
    this.#sessions.set(clientId, session);
    this.#connections.set(clientId, connection);
    this.counters.connections += 1;
    link.toClient(() => onAccepted(known !== undefined));
    connection.resume();
    return connection;
  }

  /** The connection has ended. */
  forget(connection: Connection): void {
    const { clientId } = connection.session;
    this.#connections.delete(clientId);
    if (connection.isClean) this.#sessions.delete(clientId);
  }

  /** Counts the times that all connections were lost. */
  get generation(): number {
    return this.#generation;
  }

  loseAll(reason: string): void {
    this.#generation += 1;
    for (const connection of [...this.#connections.values()]) connection.lose(reason);
  }

  forgetSessions(): void {
    for (const clientId of [...this.#sessions.keys()]) if (!this.isConnected(clientId)) this.#sessions.delete(clientId);
  }

  route(message: Message): void {
    this.retained.note(message);
    for (const local of this.#locals) if (matchesFilter(local.filter, message.topic)) this.#tell(local, message, false);
    for (const session of this.#sessions.values()) {
      const granted = session.grantedFor(message.topic);
      if (granted !== undefined) this.#forward(session, delivered(message, granted, false));
    }
  }

  keep(session: Session, delivery: Delivery): void {
    if (session.keep(delivery, this.#sessionLimit)) this.counters.dropped += 1;
  }

  subscribeLocally(filter: string, handler: (message: Message) => void): () => void {
    const local = { filter, handler };
    this.#locals.add(local);
    for (const message of this.retained.matching(filter)) this.#tell(local, message, true);
    return () => this.#locals.delete(local);
  }

  #forward(session: Session, message: Message): void {
    const connection = this.#connections.get(session.clientId);
    if (connection !== undefined) connection.deliver(message);
    else if (message.qos > 0) this.keep(session, { message, isReceived: false });
  }

  #tell(local: LocalSubscription, message: Message, isRetained: boolean): void {
    this.#local.send(() => {
      if (this.#locals.has(local)) local.handler({ ...copyOf(message), isRetained });
    });
  }

  #takeOver(clientId: string): void {
    const connection = this.#connections.get(clientId);
    if (connection === undefined) return;
    this.counters.takeOvers += 1;
    connection.lose('taken over by another connection of this client identifier');
  }

  #giveName(): string {
    this.#namesGiven += 1;
    return `anonymous-${this.#namesGiven}`;
  }
}
