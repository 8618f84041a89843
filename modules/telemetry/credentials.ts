import type { Clock } from '../ports/clock.js';
import type { Alarm, Time } from '../ports/time.js';
import type { Backoff } from './backoff.js';
import type { Reporter } from './progress.js';

/** Milliseconds before their end at which credentials are asked for anew. */
const MARGIN = 60000;
/** Milliseconds to the next look, at least and at most: a clock may step. */
const SHORTEST_LOOK = 10000;
const LONGEST_LOOK = 3600000;
/** Milliseconds after which credentials that were not there yet are asked for once more, where nothing has woken the session before. */
const PATIENCE = 30000;

/** As whom a node comes to its broker. */
export interface Credentials {
  /** Documented up to 128 bytes; none where absent. */
  readonly user?: string;
  /** Documented up to 128 bytes; none where absent. Never in a trace, a log or an error. */
  readonly password?: string | Uint8Array;
  /** The MQTT client identifier; documented up to 23 bytes. The node id where absent. */
  readonly clientId?: string;
  /**
   * UTC in milliseconds since 1970 from which the broker takes them no longer: a minute before, at half of their time where that is
   * shorter, the node ends its connection between two messages and opens another one with fresh ones. For ever where absent.
   */
  readonly expires?: number;
}

/**
 * Asked before each connection, so that what is signed is fresh. `undefined` while there are none yet, as while `clock.now()` is undefined
 * and a signature wants the time: the node asks again when the clock is known, and every half minute.
 */
export type CredentialsSource = (clock: Clock) => Credentials | undefined;

export interface FreshCredentialsOptions {
  readonly time: Time;
  readonly clock: Clock;
  readonly source: CredentialsSource;
  readonly backoff: Backoff;
  readonly reporter: Reporter;
  /** Those in use come to their end. */
  onExpiring(): void;
}

/** Asks for credentials, and tells when those in use come to their end. What the source throws is told, and does no harm. */
export class FreshCredentials {
  /** Milliseconds after which to ask again, where {@link ask} gave none. */
  retry = PATIENCE;
  readonly #options: FreshCredentialsOptions;
  readonly #alarm: Alarm;
  #expires = Infinity;
  #margin = MARGIN;
  #isAwaiting = false;

  constructor(options: FreshCredentialsOptions) {
    this.#options = options;
    this.#alarm = options.time.alarm(() => this.#look());
  }

  /** For another connection; `undefined` while there are none. */
  ask(): Credentials | undefined {
    const { clock, source, reporter } = this.#options;
    try {
      const credentials = source(clock);
      if (credentials === undefined) this.#await();
      else this.#take(credentials);
      return credentials;
    } catch (error) {
      this.retry = Math.max(SHORTEST_LOOK, this.#options.backoff.next());
      reporter.report('credentials-failed', error);
      return undefined;
    }
  }

  /** They are in use: the connection is open. */
  watch(): void {
    if (this.#expires < Infinity) this.#look();
  }

  stop(): void {
    this.#alarm.disarm();
  }

  #await(): void {
    this.retry = PATIENCE;
    if (this.#isAwaiting) return;
    this.#isAwaiting = true;
    const { clock, reporter } = this.#options;
    reporter.report('credentials-awaited', clock.now() === undefined ? 'the clock is not known yet' : 'credentials() gives none');
  }

  #take({ expires = Infinity }: Credentials): void {
    const now = this.#options.clock.now();
    this.#isAwaiting = false;
    this.#expires = expires;
    // Of what is over already the broker is to judge: asking again and again would bring the same.
    if (now === undefined || !(expires > now)) this.#expires = Infinity;
    else this.#margin = Math.min(MARGIN, (expires - now) / 2);
  }

  #look(): void {
    const now = this.#options.clock.now();
    const left = now === undefined ? LONGEST_LOOK : this.#expires - this.#margin - now;
    if (left <= 0) return this.#options.onExpiring();
    this.#alarm.arm(Math.max(SHORTEST_LOOK, Math.min(LONGEST_LOOK, left)));
  }
}
