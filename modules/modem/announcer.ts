import type { Alarm, Time } from '../ports/time.js';
import { FACT_NAMES, type FactName } from './facts.js';

/**
 * Tells of changed facts from a turn of its own, each name once however often it changed meanwhile. An exception of the
 * callback is counted and otherwise ignored: on a microcontroller an uncaught one restarts the device.
 */
export class Announcer {
  readonly #onChanged: (name: FactName) => void;
  readonly #turn: Alarm;
  /** A bit for each name: an array would take a quarter of a kilobyte. */
  #changed = 0;
  #isStopped = false;
  /** Exceptions that the callback has thrown. */
  exceptions = 0;

  constructor(time: Time, onChanged: (name: FactName) => void) {
    this.#onChanged = onChanged;
    this.#turn = time.alarm(() => this.#announce());
  }

  note(name: FactName): void {
    if (this.#isStopped) return;
    this.#changed |= 1 << FACT_NAMES.indexOf(name);
    this.#turn.arm(0);
  }

  /** Nothing is told any more, whatever was noted: hosts may ring the alarms of one moment in any order. */
  stop(): void {
    this.#isStopped = true;
    this.#turn.disarm();
  }

  #announce(): void {
    for (let index = 0; index < FACT_NAMES.length && !this.#isStopped; index += 1) {
      const bit = 1 << index;
      if ((this.#changed & bit) === 0) continue;
      this.#changed &= ~bit;
      try {
        this.#onChanged(FACT_NAMES[index]);
      } catch {
        this.exceptions += 1;
      }
    }
  }
}
