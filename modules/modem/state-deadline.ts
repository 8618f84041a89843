import type { Alarm, Time } from '../ports/time.js';
import type { ConnectSettings } from './connect-options.js';
import type { Rung } from './recovery/rung.js';
import type { StateRow } from './state-row.js';

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

/** What a row's deadline is with these settings, and with this rung under way. */
export function millisecondsOf(
  deadline: NonNullable<StateRow['deadline']>,
  settings: ConnectSettings,
  rung: Rung | undefined,
): number {
  if (deadline === 'budget') return rung?.budget ?? 0;
  return deadline === 'registrationLimit' ? settings.registrationLimit : deadline;
}
