import type { PageEvent } from '../protocol.js';
import type { RecordedEvent } from './session-file.js';

/** Shows a recorded session as it happened, or faster. */
export class Replay {
  readonly #events: readonly RecordedEvent[];
  readonly #show: (event: PageEvent) => void;
  readonly #onProgress: (at: number, end: number) => void;
  #next = 0;
  #at = 0;
  #speed: number;
  #timer: number | undefined;

  /** Starts at once. `onProgress` hears where it is and where it ends, in milliseconds of the recording. */
  constructor(
    events: readonly RecordedEvent[],
    speed: number,
    show: (event: PageEvent) => void,
    onProgress: (at: number, end: number) => void,
  ) {
    this.#events = events;
    this.#speed = speed;
    this.#show = show;
    this.#onProgress = onProgress;
    this.#step();
  }

  /** How much faster than it happened. */
  set speed(speed: number) {
    this.#speed = speed;
    this.stop();
    this.#step();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Shows what is due, and waits for what comes next. */
  #step(): void {
    while (this.#next < this.#events.length && this.#events[this.#next].at <= this.#at) {
      this.#show(this.#events[this.#next].event);
      this.#next += 1;
    }
    this.#onProgress(this.#at, this.#events[this.#events.length - 1].at);
    if (this.#next === this.#events.length) return;
    const due = this.#events[this.#next].at;
    this.#timer = window.setTimeout(() => {
      this.#at = due;
      this.#step();
    }, (due - this.#at) / this.#speed);
  }
}
