import type { ConnectOptions } from '../broker/uplink.js';
import type { OnViolation } from './violation.js';

const HOUR = 3_600_000;
/** Attempts of one node to connect within an hour, in the worst of weathers: with the backoff at its bound some 25. */
const MOST_IN_AN_HOUR = 100;

/** Whether a node opens connections as its configuration has them, and not more often than backing off allows. */
export class OpeningWatch {
  readonly #now: () => number;
  readonly #onViolation: OnViolation;
  /** PEM text, or `undefined` where connections are plain. */
  #trust: string | undefined;
  readonly #times: number[] = new Array<number>(MOST_IN_AN_HOUR).fill(-Infinity);
  #next = 0;

  constructor(now: () => number, onViolation: OnViolation) {
    this.#now = now;
    this.#onViolation = onViolation;
  }

  /** What the program trusts from now on. */
  begin(trust: string | undefined): void {
    this.#trust = trust;
  }

  /** The module was told to open a connection. */
  attempted(): void {
    const first = this.#times[this.#next];
    this.#times[this.#next] = this.#now();
    this.#next = (this.#next + 1) % this.#times.length;
    if (this.#now() - first >= HOUR) return;
    this.#onViolation('backs-off', `${MOST_IN_AN_HOUR} attempts to connect within ${((this.#now() - first) / 1000).toFixed(0)} s`);
  }

  /** A connection is being made. */
  opened({ tls }: ConnectOptions): void {
    const wanted = this.#trust;
    if (wanted === undefined && tls !== undefined) this.#fail('by TLS, which nobody has asked for');
    if (wanted !== undefined && tls === undefined) this.#fail('as a plain one, and was to be TLS');
    if (wanted === undefined || tls === undefined) return;
    if (!tls.isVerified) this.#fail('without verification of the server');
    const others = tls.trust.filter((text) => text.trim() !== wanted.trim());
    if (others.length > 0 || tls.trust.length !== 1) this.#fail(`with ${tls.trust.length} trust files, ${others.length} of them of others`);
  }

  #fail(detail: string): void {
    this.#onViolation('own-trust', `a connection was opened ${detail}`);
  }
}
