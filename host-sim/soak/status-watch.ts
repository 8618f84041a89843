import type { SessionState } from '../../modules/telemetry/session-state.js';
import type { ConnectOptions, Message } from '../broker/uplink.js';
import { latin1 } from '../trace/trace-text.js';
import type { OnViolation } from './violation.js';

/** Milliseconds after which a node that rests has to be known for it. */
const PATIENCE = 900_000;

/** Whether the status topic says what is true. */
export class StatusWatch {
  readonly #now: () => number;
  readonly #onViolation: OnViolation;
  #status = '';
  #state: SessionState | undefined;
  #since = 0;

  constructor(now: () => number, onViolation: OnViolation) {
    this.#now = now;
    this.#onViolation = onViolation;
  }

  /** The session is in this state; `undefined` where there is no program. */
  follow(state: SessionState | undefined): void {
    this.check();
    this.#state = state;
    this.#since = this.#now();
  }

  /** A connection is made, whose will says that it has ended. */
  connecting({ will }: ConnectOptions): void {
    if (will === undefined || latin1(will.payload) !== 'offline' || !will.isRetained) this.#fail('nothing when the connection is lost');
  }

  /** The node has published it. */
  published({ payload, isRetained }: Message): void {
    if (!isRetained) this.#fail(`"${latin1(payload)}", and is not retained`);
  }

  /** The broker has heard it, of the node or as its will. */
  heard(status: string): void {
    this.#status = status;
  }

  /** Something else of the node is at the broker: it comes behind the word that it is there. */
  heardOther(): void {
    if (this.#status !== 'online') this.#fail(`"${this.#status}", and the node publishes`);
  }

  check(): void {
    const isLate = this.#state === 'resting' && this.#now() - this.#since >= PATIENCE;
    if (isLate && this.#status !== 'offline') this.#fail(`"${this.#status}", and the node rests`);
  }

  #fail(detail: string): void {
    this.#onViolation('true-status', `the status topic says ${detail}`);
  }
}
