import type { Alarm, Time } from '../../../modules/ports/time.js';
import { Outstanding } from '../../broker/outstanding.js';
import type { ConnectOptions, Message, QoS, Refusal, Uplink, UplinkEvents, UplinkSession } from '../../broker/uplink.js';
import type { Conditions } from './conditions.js';
import { Lane } from './lane.js';

/** Bytes of a packet besides topic and payload. */
const OVERHEAD = 8;

export interface FaultySessionParts {
  readonly time: Time;
  readonly random: () => number;
  readonly conditions: Conditions;
  /** Told when the connection is over, whoever ended it. */
  readonly onOver: (session: FaultySession) => void;
}

/** One connection through a network and to a broker that are as the conditions have them. */
export class FaultySession implements UplinkSession {
  readonly #time: Time;
  readonly #conditions: Conditions;
  readonly #events: UplinkEvents;
  readonly #up: Lane;
  readonly #down: Lane;
  readonly #outstanding = new Outstanding();
  readonly #onOver: (session: FaultySession) => void;
  readonly #idle: Alarm;
  /** The broker closes the connection, in a turn of its own. */
  readonly #closing: Alarm;
  readonly #keepAlive: number;
  #inner: UplinkSession | undefined;
  #filter: string | undefined;
  #isConnected = false;
  #isOver = false;

  constructor({ time, random, conditions, onOver }: FaultySessionParts, options: ConnectOptions, events: UplinkEvents) {
    this.#time = time;
    this.#conditions = conditions;
    this.#events = events;
    this.#onOver = onOver;
    this.#up = new Lane(time, random, conditions);
    this.#down = new Lane(time, random, conditions);
    this.#keepAlive = options.keepAlive === 0 ? Infinity : options.keepAlive * 1000;
    this.#idle = time.alarm(() => this.mute());
    this.#closing = time.alarm(() => this.close('closed by the broker'));
  }

  /** Starts to connect; nothing where it has been ended before. */
  connect(uplink: Uplink, options: ConnectOptions): void {
    if (this.#isOver) return;
    this.#inner = uplink.connect(options, {
      onConnected: (isPresent) => this.#receive(OVERHEAD, () => this.#connected(isPresent)),
      onRefused: (refusal) => this.refuse(refusal),
      onMessage: (message) => this.#arrive(message),
      onLost: (reason) => this.#lost(reason),
    });
  }

  refuse(refusal: Refusal): void {
    if (this.#isOver) return;
    this.#end();
    this.#outstanding.failAll();
    this.#events.onRefused(refusal);
  }

  publish(message: Message, onDone: (isDone: boolean) => void): void {
    const settle = this.#outstanding.add(onDone, false);
    const answer = (isDone: boolean): void => {
      const isWithheld = message.qos > 0 && isDone && this.#conditions.isSilentOnPublish.get();
      if (!isWithheld) this.#receive(OVERHEAD, () => settle(isDone));
    };
    this.#send(message.topic.length + message.payload.length, (inner) => {
      if (this.#conditions.closesOn.get()(message)) this.#closing.arm(0);
      else inner.publish(message, answer);
    });
  }

  subscribe(filter: string, qos: QoS, onDone: (granted: number) => void): void {
    const settle = this.#outstanding.add(onDone, 128);
    this.#filter = filter;
    this.#send(filter.length, (inner) => {
      inner.subscribe(filter, qos, (granted) => this.#receive(OVERHEAD, () => settle(granted)));
    });
  }

  unsubscribe(filter: string, onDone: (isDone: boolean) => void): void {
    const settle = this.#outstanding.add(onDone, false);
    this.#send(filter.length, (inner) => {
      inner.unsubscribe(filter, (isDone) => this.#receive(OVERHEAD, () => settle(isDone)));
    });
  }

  /**
   * A broker that is stalled gets it all the same, when it looks again, and before it what was sent before; the network closes the
   * connection without it.
   */
  disconnect(onDone: () => void): void {
    const inner = this.#inner;
    this.#up.drain();
    this.#end();
    this.#outstanding.end();
    if (inner === undefined) this.#time.alarm(onDone).arm(0);
    else inner.disconnect(onDone);
  }

  drop(): void {
    this.#inner?.drop();
    this.#end();
    this.#outstanding.end();
  }

  mute(): void {
    if (this.#isOver) return;
    this.#inner?.mute();
    this.#end();
    this.#outstanding.end();
  }

  /** The broker, or something on the way, closes the connection. */
  close(reason: string): void {
    if (this.#isOver) return;
    this.#inner?.drop();
    if (this.#isConnected) this.#lost(reason);
    else this.refuse({ phase: 'network', code: 0, reason });
  }

  /** A message beside those of the broker. */
  deliver(payload: Uint8Array): void {
    if (this.#filter === undefined || !this.#isConnected) return;
    const topic = this.#filter.replaceAll('+', 'x').replaceAll('#', 'x');
    this.#arrive({ topic, payload: payload.slice(), qos: 0, isRetained: false });
  }

  /** The conditions have changed. */
  pass(): void {
    this.#up.pass();
    this.#down.pass();
    this.#armIdle();
  }

  #connected(isPresent: boolean): void {
    this.#isConnected = true;
    this.#armIdle();
    this.#events.onConnected(isPresent);
  }

  #arrive(message: Message): void {
    const size = message.topic.length + message.payload.length + OVERHEAD;
    this.#receive(size, () => this.#events.onMessage(message));
    if (message.qos === 1 && this.#conditions.isDoubling.get()) {
      this.#receive(size, () => this.#events.onMessage({ ...message, payload: message.payload.slice() }));
    }
  }

  #lost(reason: string): void {
    if (this.#isOver) return;
    this.#end();
    this.#outstanding.failAll();
    this.#events.onLost(reason);
  }

  #send(size: number, action: (inner: UplinkSession) => void): void {
    this.#armIdle();
    if (this.#isOver) return this.#time.alarm(() => this.#outstanding.failAll()).arm(0);
    this.#up.send(size + OVERHEAD, () => {
      if (this.#inner !== undefined) action(this.#inner);
    });
  }

  #receive(size: number, action: () => void): void {
    if (this.#isOver) return;
    this.#armIdle();
    this.#down.send(size, action);
  }

  /** The module's pings are not seen here; while they are frequent enough, no NAT forgets the connection. */
  #armIdle(): void {
    const limit = this.#conditions.idleLimit.get();
    if (!this.#isOver && this.#isConnected && this.#keepAlive > limit) this.#idle.arm(limit);
    else this.#idle.disarm();
  }

  #end(): void {
    this.#isOver = true;
    this.#idle.disarm();
    this.#closing.disarm();
    this.#up.cut();
    this.#down.cut();
    this.#onOver(this);
  }
}
