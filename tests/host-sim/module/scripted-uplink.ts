import type { ConnectOptions, Message, QoS, Uplink, UplinkEvents, UplinkSession } from '../../../host-sim/broker/uplink.js';

interface Publication {
  readonly message: Message;
  done(isDone: boolean): void;
}

interface Subscription {
  readonly topic: string;
  readonly qos: QoS;
  done(granted: number): void;
}

/** A connection that a test answers by hand. */
export class ScriptedConnection implements UplinkSession {
  readonly options: ConnectOptions;
  readonly events: UplinkEvents;
  readonly publications: Publication[] = [];
  readonly subscriptions: Subscription[] = [];
  readonly unsubscriptions: { readonly topic: string; done(isDone: boolean): void }[] = [];
  onDisconnected: (() => void) | undefined;
  isDropped = false;
  isMuted = false;

  constructor(options: ConnectOptions, events: UplinkEvents) {
    this.options = options;
    this.events = events;
  }

  publish(message: Message, onDone: (isDone: boolean) => void): void {
    this.publications.push({ message, done: onDone });
  }

  subscribe(topic: string, qos: QoS, onDone: (granted: number) => void): void {
    this.subscriptions.push({ topic, qos, done: onDone });
  }

  unsubscribe(topic: string, onDone: (isDone: boolean) => void): void {
    this.unsubscriptions.push({ topic, done: onDone });
  }

  disconnect(onDone: () => void): void {
    this.onDisconnected = onDone;
  }

  drop(): void {
    this.isDropped = true;
  }

  mute(): void {
    this.isMuted = true;
  }
}

/** An uplink on which nothing happens but what a test does. */
export class ScriptedUplink implements Uplink {
  readonly connections: ScriptedConnection[] = [];

  connect(options: ConnectOptions, events: UplinkEvents): UplinkSession {
    const connection = new ScriptedConnection(options, events);
    this.connections.push(connection);
    return connection;
  }

  /** The newest connection. */
  get last(): ScriptedConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('nothing has connected');
    return connection;
  }
}
