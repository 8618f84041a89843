import type { SessionState } from '../../modules/telemetry/session-state.js';
import type { OnViolation } from './violation.js';

/** Milliseconds after which a message without its acknowledgement ends the connection. */
const MESSAGE_DEADLINE = 90_000;
/** Milliseconds for what was under way when the keep-alive probe fell due, for the probe itself, and for a line that is busy. */
const SLACK = 2 * MESSAGE_DEADLINE + 120_000;

/**
 * Whether a node that believes to be connected proves it: it has something acknowledged by the broker at least as often as it is told
 * to. Whatever happens on the way: what is not acknowledged ends the belief.
 */
export class KeepAliveWatch {
  readonly #now: () => number;
  readonly #liveness: number;
  readonly #onViolation: OnViolation;
  /** Since when it has been silent; `undefined` while it does not claim to be connected. */
  #since: number | undefined;

  /** `liveness` in milliseconds; 0 where nothing is asked of it. */
  constructor(now: () => number, liveness: number, onViolation: OnViolation) {
    this.#now = now;
    this.#liveness = liveness;
    this.#onViolation = onViolation;
  }

  /** `isLinkUp`: without a link nothing is begun. */
  follow(state: SessionState | undefined, isLinkUp: boolean): void {
    this.check();
    const isClaimed = state === 'ready' && isLinkUp;
    this.#since = isClaimed ? (this.#since ?? this.#now()) : undefined;
  }

  /** The broker has something of it that wants an acknowledgement. */
  heard(): void {
    this.check();
    if (this.#since !== undefined) this.#since = this.#now();
  }

  check(): void {
    if (this.#since === undefined || this.#liveness === 0) return;
    const silence = this.#now() - this.#since;
    if (silence > this.#liveness + SLACK) this.#onViolation('keep-alive-probes', `connected, and silent for ${silence / 1000} s`);
  }
}
