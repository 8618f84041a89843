import type { Alarm, Time } from '../../modules/ports/time.js';

/** Time that stands still: what is armed for the next turn is called by {@link takeTurns}, and no deadline passes. */
export class TurnTime implements Time {
  /** In the order of arming, as many as {@link #count} tells; one that was disarmed since is passed over. */
  readonly #due: TurnAlarm[] = [];
  #count = 0;

  now(): number {
    return 0;
  }

  alarm(callback: () => void): Alarm {
    return new TurnAlarm(callback, (alarm) => {
      this.#due[this.#count] = alarm;
      this.#count += 1;
    });
  }

  /** Until nothing is due. */
  takeTurns(): void {
    const due = this.#due;
    for (let index = 0; index < this.#count; index += 1) due[index].ring();
    this.#count = 0;
  }
}

class TurnAlarm implements Alarm {
  readonly #callback: () => void;
  readonly #onDue: (alarm: TurnAlarm) => void;
  #isDue = false;

  constructor(callback: () => void, onDue: (alarm: TurnAlarm) => void) {
    this.#callback = callback;
    this.#onDue = onDue;
  }

  arm(delay: number): void {
    const wasDue = this.#isDue;
    this.#isDue = delay === 0;
    if (this.#isDue && !wasDue) this.#onDue(this);
  }

  disarm(): void {
    this.#isDue = false;
  }

  /** Calls back if it is still due. */
  ring(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#callback();
  }
}
