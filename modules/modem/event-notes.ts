import type { Alarm, Time } from '../ports/time.js';
import { type EventName, EVENTS } from './events.js';

/** Events wait here for a turn of their own, each once however often it was noted. Noting allocates nothing. */
export class EventNotes {
  readonly #onEvent: (event: EventName) => void;
  readonly #turn: Alarm;
  readonly #isNoted: boolean[] = [];

  constructor(time: Time, onEvent: (event: EventName) => void) {
    this.#onEvent = onEvent;
    this.#turn = time.alarm(() => this.#deal());
    for (let index = 0; index < EVENTS.length; index += 1) this.#isNoted.push(false);
  }

  note(event: EventName): void {
    this.#isNoted[EVENTS.indexOf(event)] = true;
    this.#turn.arm(0);
  }

  close(): void {
    this.#turn.disarm();
  }

  #deal(): void {
    for (let index = 0; index < EVENTS.length; index += 1) {
      if (!this.#isNoted[index]) continue;
      this.#isNoted[index] = false;
      this.#onEvent(EVENTS[index]);
    }
  }
}
