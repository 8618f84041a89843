import { SHARES } from '../../modules/telemetry/sending-class.js';
import type { OnViolation } from './violation.js';

/** Milliseconds after which an alarm is certain to have been there when another message was begun. */
const HEAD_START = 180_000;

/** Whether alarms overtake: others get their share of the line behind them, and not more. */
export class AlarmWatch {
  readonly #now: () => number;
  readonly #onViolation: OnViolation;
  readonly #limit: number;
  /** When those that wait were taken, the oldest first. */
  #waiting: readonly number[] = [];
  #others = 0;

  /** `window`: messages that may be under way. */
  constructor(now: () => number, window: number, onViolation: OnViolation) {
    this.#now = now;
    this.#onViolation = onViolation;
    this.#limit = 2 * (SHARES.readings + SHARES.answers + SHARES.own + SHARES.deferred) + window;
  }

  taken(): void {
    this.#waiting = [...this.#waiting, this.#now()];
  }

  /** An alarm is at the broker. */
  arrived(): void {
    this.#waiting = this.#waiting.slice(1);
    this.#others = 0;
  }

  /** The program starts anew, or its connection: what was under way is nobody's fault. */
  interrupted(): void {
    this.#others = 0;
  }

  /** Another reading is. */
  otherArrived(): void {
    const [oldest = Infinity] = this.#waiting;
    if (this.#now() - oldest < HEAD_START) return;
    this.#others += 1;
    if (this.#others <= this.#limit) return;
    this.#onViolation('alarms-first', `${this.#others} readings went before an alarm that had waited for ${(this.#now() - oldest) / 1000} s`);
  }
}
