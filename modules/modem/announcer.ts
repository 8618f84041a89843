import type { Anomaly } from '../at/dialogue/anomaly.js';
import type { Alarm, Time } from '../ports/time.js';
import { FACT_NAMES, type FactName } from './facts.js';

/** What a modem's callbacks are, with `M` as `this`. */
export interface AnnouncerCallbacks<M> {
  onChanged?(this: M, name: FactName): void;
  onAnomaly?(this: M, anomaly: Anomaly): void;
}

/**
 * Calls a modem's callbacks, with the modem as `this`. Changed facts are told from a turn of their own, each name once however
 * often it changed meanwhile. An exception of a callback is counted and otherwise ignored: on a microcontroller an uncaught
 * one restarts the device.
 */
export class Announcer<M> {
  readonly #modem: M;
  readonly #onChanged: AnnouncerCallbacks<M>['onChanged'];
  readonly #onAnomaly: AnnouncerCallbacks<M>['onAnomaly'];
  readonly #turn: Alarm;
  /** A bit for each name: an array would take a quarter of a kilobyte. */
  #changed = 0;
  #isStopped = false;
  /** Exceptions that the callbacks have thrown. */
  exceptions = 0;

  /** The callbacks are taken now: what becomes of the object later changes nothing. */
  constructor(time: Time, modem: M, { onChanged, onAnomaly }: AnnouncerCallbacks<M>) {
    this.#modem = modem;
    this.#onChanged = onChanged;
    this.#onAnomaly = onAnomaly;
    this.#turn = time.alarm(() => this.#announce());
  }

  note(name: FactName): void {
    if (this.#isStopped) return;
    this.#changed |= 1 << FACT_NAMES.indexOf(name);
    this.#turn.arm(0);
  }

  anomaly(anomaly: Anomaly): void {
    try {
      this.#onAnomaly?.call(this.#modem, anomaly);
    } catch {
      this.exceptions += 1;
    }
  }

  /** No change is told any more, whatever was noted: hosts may ring the alarms of one moment in any order. */
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
        this.#onChanged?.call(this.#modem, FACT_NAMES[index]);
      } catch {
        this.exceptions += 1;
      }
    }
  }
}
