import type { Alarm, Time } from '../ports/time.js';

/** Milliseconds to which an event cuts a pause short: events that come together share a round, and a storm makes no busy loop. */
const NUDGE = 500;
const NO_PAUSE = -1;

/** The one thing that a state waits for while it has asked nothing: a rest within its round, or the pause before the next. */
export class Rest {
  /** Whether an event was for cutting the latest pause short. */
  isNudged = false;
  readonly #time: Time;
  readonly #alarm: Alarm;
  #then: (() => void) | undefined = undefined;
  /** When the pause ends that an event may cut short. */
  #pauseEnd = NO_PAUSE;

  constructor(time: Time) {
    this.#time = time;
    this.#alarm = time.alarm(() => this.#end());
  }

  /** Calls `then` after so many milliseconds, whatever happens; what was waited for before is forgotten. */
  start(milliseconds: number, then: () => void): void {
    this.#pauseEnd = NO_PAUSE;
    this.#then = then;
    this.#alarm.arm(milliseconds);
  }

  /** The same for a pause, which {@link nudge} may cut short. */
  pause(milliseconds: number, then: () => void): void {
    this.start(milliseconds, then);
    this.#pauseEnd = this.#time.now() + milliseconds;
    this.isNudged = false;
  }

  /** Makes a pause end soon. Further nudges do not put its end off. */
  nudge(): void {
    this.isNudged = true;
    const end = this.#time.now() + NUDGE;
    if (this.#pauseEnd <= end) return;
    this.#pauseEnd = end;
    this.#alarm.arm(NUDGE);
  }

  cancel(): void {
    this.#pauseEnd = NO_PAUSE;
    this.#then = undefined;
    this.#alarm.disarm();
  }

  #end(): void {
    const then = this.#then;
    this.#pauseEnd = NO_PAUSE;
    this.#then = undefined;
    then?.();
  }
}
