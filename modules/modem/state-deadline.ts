import type { Alarm, Time } from '../ports/time.js';

/** The deadline of a state: it counts from the first round, and further rounds do not put it off. */
export class StateDeadline {
  readonly #alarm: Alarm;
  #isRunning = false;

  constructor(time: Time, onMissed: () => void) {
    this.#alarm = time.alarm(onMissed);
  }

  start(milliseconds: number): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#alarm.arm(milliseconds);
  }

  stop(): void {
    this.#isRunning = false;
    this.#alarm.disarm();
  }
}
