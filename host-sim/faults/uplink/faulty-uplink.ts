import type { Time } from '../../../modules/ports/time.js';
import type { ConnectOptions, Uplink, UplinkEvents, UplinkSession } from '../../broker/uplink.js';
import { Conditions } from './conditions.js';
import { FaultySession } from './faulty-session.js';

/** Milliseconds until a refusal that is made here is told. */
const REFUSAL_DELAY = 100;

/** An {@link Uplink} on whose way a network and a broker can fail; whether the one behind it is real makes no difference. */
export class FaultyUplink implements Uplink {
  /** What network and broker are like at the moment. */
  readonly conditions = new Conditions();
  readonly #time: Time;
  readonly #random: () => number;
  readonly #inner: Uplink;
  readonly #sessions = new Set<FaultySession>();

  constructor(time: Time, inner: Uplink, random: () => number) {
    this.#time = time;
    this.#inner = inner;
    this.#random = random;
  }

  connect(options: ConnectOptions, events: UplinkEvents): UplinkSession {
    const session = new FaultySession(
      {
        time: this.#time,
        random: this.#random,
        conditions: this.conditions,
        onOver: (over) => this.#sessions.delete(over),
      },
      options,
      events,
    );
    const connect = (): void => session.connect(this.#inner, options);
    this.#sessions.add(session);
    const refusal = this.conditions.refusal.get()(options);
    if (refusal !== undefined) this.#time.alarm(() => session.refuse(refusal)).arm(REFUSAL_DELAY);
    else if (this.conditions.isForgetful.get() && !options.clean) this.#forget(options, connect);
    else connect();
    return session;
  }

  /** Ends every connection. */
  closeAll(reason: string): void {
    for (const session of [...this.#sessions]) session.close(reason);
  }

  /** Lets the carrier's NAT forget every connection. */
  muteAll(): void {
    for (const session of [...this.#sessions]) session.mute();
  }

  /** To every connection, on the topic that it subscribed to last; where that has a wildcard, a topic that it matches. */
  deliver(payload: Uint8Array): void {
    for (const session of this.#sessions) session.deliver(payload);
  }

  /** The conditions have changed: what waits for it may pass. */
  pass(): void {
    for (const session of [...this.#sessions]) session.pass();
  }

  /** A connection with the clean flag makes any broker forget what it kept for this client (MQTT 3.1.1 §3.1.2.4). */
  #forget(options: ConnectOptions, next: () => void): void {
    const eraser = this.#inner.connect(
      { ...options, will: undefined, clean: true },
      {
        onConnected: () => eraser.disconnect(next),
        onRefused: next,
        onMessage: () => undefined,
        onLost: next,
      },
    );
  }
}
