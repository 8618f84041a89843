import type { OnViolation } from './violation.js';

/** Messages that all but alarms may send in a round: readings 4, answers and what the node says of itself 2 each, what may wait 1. */
const OTHERS_IN_A_ROUND = 9;
/** Milliseconds after which an alarm is certain to have been there when another message was begun. */
const HEAD_START = 180_000;

/** Connections whose first message may be another's although an alarm waits: alarms may have used up their share just before. */
const TOLERATED = 3;

/** Whether alarms overtake: they go first on a new connection, and others get their share of the line behind them, and not more. */
export class AlarmWatch {
  readonly #now: () => number;
  readonly #onViolation: OnViolation;
  readonly #limit: number;
  /** When those that wait were taken, the oldest first. */
  #waiting: readonly number[] = [];
  #others = 0;
  /** Nothing has arrived since the connection is new. */
  #isNew = false;
  /** New connections with an alarm that waited: those on which one went first, and those on which another message did. */
  #first = 0;
  #behind = 0;

  /** `window`: messages that may be under way. */
  constructor(now: () => number, window: number, onViolation: OnViolation) {
    this.#now = now;
    this.#onViolation = onViolation;
    this.#limit = OTHERS_IN_A_ROUND + window;
  }

  taken(): void {
    this.#waiting = [...this.#waiting, this.#now()];
  }

  /** An alarm is at the broker. */
  arrived(): void {
    if (this.#isNew && this.#hasWaited) this.#first += 1;
    this.#isNew = false;
    this.#waiting = this.#waiting.slice(1);
    this.#others = 0;
  }

  /** The program starts anew, or its connection: what was under way is nobody's fault. */
  interrupted(): void {
    this.#others = 0;
    this.#isNew = true;
  }

  /** Another reading is. */
  otherArrived(): void {
    const isNew = this.#isNew;
    this.#isNew = false;
    if (!this.#hasWaited) return;
    if (isNew) this.#behind += 1;
    this.#others += 1;
    if (this.#others > this.#limit) this.#fail(`${this.#others} readings went before one`);
    if (this.#behind > TOLERATED && this.#behind > this.#first) this.#fail(`${this.#behind} times another reading went first, and ${this.#first} times one`);
  }

  get #hasWaited(): boolean {
    const [oldest = Infinity] = this.#waiting;
    return this.#now() - oldest >= HEAD_START;
  }

  #fail(detail: string): void {
    this.#onViolation('alarms-first', `alarms wait: ${detail}`);
  }
}
