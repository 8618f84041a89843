import type { Alarm, Time } from '../../modules/ports/time.js';

/** Time that stands still: what is armed for the next turn is called by {@link takeTurns}, and no deadline passes. */
export class TurnTime implements Time {
  readonly #alarms: TurnAlarm[] = [];
  #due = 0;

  now(): number {
    return 0;
  }

  alarm(callback: () => void): Alarm {
    const alarm = new TurnAlarm(callback, (change) => {
      this.#due += change;
    });
    this.#alarms.push(alarm);
    return alarm;
  }

  /** Until nothing is due. */
  takeTurns(): void {
    const alarms = this.#alarms;
    while (this.#due > 0) for (let index = 0; index < alarms.length; index += 1) if (alarms[index].isDue) alarms[index].ring();
  }
}

class TurnAlarm implements Alarm {
  readonly #callback: () => void;
  readonly #count: (change: number) => void;
  isDue = false;

  /** `count` is told when one more is due, or one less. */
  constructor(callback: () => void, count: (change: number) => void) {
    this.#callback = callback;
    this.#count = count;
  }

  arm(delay: number): void {
    this.#set(delay === 0);
  }

  disarm(): void {
    this.#set(false);
  }

  ring(): void {
    this.#set(false);
    this.#callback();
  }

  #set(isDue: boolean): void {
    if (isDue === this.isDue) return;
    this.isDue = isDue;
    this.#count(isDue ? 1 : -1);
  }
}
