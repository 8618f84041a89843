import type { Alarm, Time } from '../ports/time.js';
import { type EventName, EVENTS } from './events.js';

export interface EventNotesListener {
  onEvent(event: EventName): void;
}

/** Events wait here for a turn of their own, each once however often it was noted. Noting allocates nothing. */
export class EventNotes {
  readonly #listener: EventNotesListener;
  readonly #turn: Alarm;
  /** A bit for each event. */
  #noted = 0;

  constructor(time: Time, listener: EventNotesListener) {
    this.#listener = listener;
    this.#turn = time.alarm(() => this.#deal());
  }

  note(event: EventName): void {
    this.#noted |= 1 << EVENTS.indexOf(event);
    this.#turn.arm(0);
  }

  close(): void {
    this.#turn.disarm();
  }

  #deal(): void {
    for (let index = 0; index < EVENTS.length; index += 1) {
      const bit = 1 << index;
      if ((this.#noted & bit) === 0) continue;
      this.#noted &= ~bit;
      this.#listener.onEvent(EVENTS[index]);
    }
  }
}
