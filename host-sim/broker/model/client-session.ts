import type { Alarm } from '../../../modules/ports/time.js';
import { copyOf } from '../message.js';
import { Outstanding } from '../outstanding.js';
import type { ConnectOptions, Message, QoS, Refusal, UplinkEvents, UplinkSession } from '../uplink.js';
import type { ClientEnd, Connection } from './connection.js';
import type { Exchange } from './exchange.js';
import type { Link } from './link.js';
import { Pipe } from './pipe.js';

/** Round trips of a TLS 1.2 handshake. */
const TLS_ROUND_TRIPS = 2;

/** Decides whether a connection comes about, at the three points at which it can fail. */
export type Admission = (phase: Refusal['phase']) => Refusal | undefined;

/** The client's end of one connection to the model broker. */
export class ClientSession implements UplinkSession, ClientEnd {
  readonly #exchange: Exchange;
  readonly #admission: Admission;
  readonly #link: Link;
  readonly #options: ConnectOptions;
  readonly #events: UplinkEvents;
  readonly #outstanding = new Outstanding();
  readonly #soon: Pipe;
  readonly #handshake: Alarm;
  #step: () => void = () => undefined;
  #generation = 0;
  /** The broker's end, once it has accepted. */
  #connection: Connection | undefined;
  #isOver = false;

  constructor(exchange: Exchange, admission: Admission, link: Link, options: ConnectOptions, events: UplinkEvents) {
    this.#exchange = exchange;
    this.#admission = admission;
    this.#link = link;
    this.#options = { ...options, will: options.will && copyOf(options.will) };
    this.#events = events;
    this.#soon = new Pipe(exchange.time, 0);
    this.#handshake = exchange.time.alarm(() => this.#step());
    this.#after(1, () => this.#establish());
  }

  publish(message: Message, onDone: (isDone: boolean) => void): void {
    const settle = this.#outstanding.add(onDone, false);
    if (this.#isOver) return this.#soon.send(() => settle(false));
    const sent = copyOf(message);
    this.#link.toBroker(() => this.#connection?.publish(sent, () => settle(true)));
    if (message.qos === 0) this.#soon.send(() => settle(true));
  }

  subscribe(filter: string, qos: QoS, onDone: (granted: number) => void): void {
    const settle = this.#outstanding.add(onDone, 128);
    if (this.#isOver) return this.#soon.send(() => settle(128));
    this.#link.toBroker(() => this.#connection?.subscribe(filter, qos, settle));
  }

  unsubscribe(filter: string, onDone: (isDone: boolean) => void): void {
    const settle = this.#outstanding.add(onDone, false);
    if (this.#isOver) return this.#soon.send(() => settle(false));
    this.#link.toBroker(() => this.#connection?.unsubscribe(filter, () => settle(true)));
  }

  disconnect(onDone: () => void): void {
    this.#link.toBroker(() => this.#connection?.disconnect());
    this.#end();
    // The network closes the connection whatever the broker does.
    this.#exchange.time.alarm(onDone).arm(2 * this.#link.delay);
  }

  drop(): void {
    this.#link.toBroker(() => this.#connection?.lose('connection reset'));
    this.#end();
  }

  mute(): void {
    this.#end();
    this.#connection?.expectSilence();
  }

  receive(message: Message): void {
    this.#events.onMessage(message);
  }

  lost(reason: string): void {
    this.#isOver = true;
    this.#link.cut();
    this.#outstanding.failAll();
    this.#events.onLost(reason);
  }

  #end(): void {
    this.#isOver = true;
    this.#link.cut();
    this.#handshake.disarm();
    this.#outstanding.end();
  }

  #after(roundTrips: number, step: () => void): void {
    this.#step = step;
    this.#handshake.arm(2 * roundTrips * this.#link.delay);
  }

  #establish(): void {
    const refusal = this.#admission('network');
    this.#generation = this.#exchange.generation;
    if (refusal !== undefined) this.#refuse(refusal);
    else if (this.#options.tls === undefined) this.#sendConnect();
    else this.#after(TLS_ROUND_TRIPS, () => this.#secure());
  }

  #secure(): void {
    const refusal = this.#admission('tls');
    if (refusal !== undefined) this.#refuse(refusal);
    else this.#sendConnect();
  }

  #sendConnect(): void {
    this.#link.toBroker(() => {
      const refusal = this.#answer();
      if (refusal !== undefined) return this.#link.toClient(() => this.#refuse(refusal));
      this.#connection = this.#exchange.accept(this.#link, this, this.#options, (isPresent) => {
        this.#events.onConnected(isPresent);
      });
      if (this.#isOver) this.#connection.expectSilence();
    });
  }

  /** The broker may have gone since it took the connection. */
  #answer(): Refusal | undefined {
    if (this.#generation !== this.#exchange.generation) return { phase: 'network', code: 0, reason: 'connection reset' };
    return this.#admission('mqtt');
  }

  #refuse(refusal: Refusal): void {
    this.#exchange.counters.refusals += 1;
    this.#isOver = true;
    this.#link.cut();
    this.#outstanding.failAll();
    this.#events.onRefused(refusal);
  }
}
