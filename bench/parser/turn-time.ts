import type { Alarm, Time } from '../../modules/ports/time.js';

/** Time that stands still: what is armed for the next turn is called by {@link takeTurns}, and a deadline passes only by {@link pass}. */
export class TurnTime implements Time {
  /** In the order of arming, as many as {@link #count} tells; one that was disarmed since is passed over. */
  readonly #due: TurnAlarm[] = [];
  #count = 0;
  readonly #alarms: TurnAlarm[] = [];

  now(): number {
    return 0;
  }

  alarm(callback: () => void): Alarm {
    const made = new TurnAlarm(callback, (alarm) => {
      this.#due[this.#count] = alarm;
      this.#count += 1;
    });
    this.#alarms.push(made);
    return made;
  }

  /** What was armed for so many milliseconds at most becomes due. */
  pass(milliseconds: number): void {
    for (const alarm of this.#alarms) if (alarm.delay > 0 && alarm.delay <= milliseconds) alarm.arm(0);
    this.takeTurns();
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
  /** Milliseconds for which it was armed last; 0 where it is not armed for later. */
  delay = 0;

  constructor(callback: () => void, onDue: (alarm: TurnAlarm) => void) {
    this.#callback = callback;
    this.#onDue = onDue;
  }

  arm(delay: number): void {
    const wasDue = this.#isDue;
    this.delay = delay;
    this.#isDue = delay === 0;
    if (this.#isDue && !wasDue) this.#onDue(this);
  }

  disarm(): void {
    this.delay = 0;
    this.#isDue = false;
  }

  /** Calls back if it is still due. */
  ring(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#callback();
  }
}
