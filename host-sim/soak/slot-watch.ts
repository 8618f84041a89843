import type { ModuleEvent } from '../module/module-event.js';
import { latin1 } from '../trace/trace-text.js';
import type { OnViolation } from './violation.js';

/** Milliseconds for which a completion may be late: ten minutes from its command, which was there a little before. */
const LATENESS = 540_000;
const COMPLETION = /^\s*\+?(MQTT[A-Z]+): *(\d+)/;
/** These say that a connection has ended: late they complete nothing of the next one's, and cost a connection at the most. */
const ENDS: readonly (string | undefined)[] = ['MQTTCLOSE', 'MQTTBREAK'];

/**
 * Whether a connection is opened only in a slot that is settled: what the module says late, of a connection before, must not be taken for
 * the new one's. The module knows when it had it to say.
 */
export class SlotWatch {
  readonly #now: () => number;
  readonly #onViolation: OnViolation;
  /** How often a connection was opened in each slot, and how often the module has started. */
  readonly #openings = new Map<number, number>();
  #starts = 0;

  constructor(now: () => number, onViolation: OnViolation) {
    this.#now = now;
    this.#onViolation = onViolation;
  }

  followModule(event: ModuleEvent): void {
    if (event.type === 'power') this.#starts += 1;
    if (event.type === 'slot' && event.state === 'opening') this.#openings.set(event.slot, this.#openingsOf(event.slot) + 1);
  }

  /** The module has this to say; gives who is to be told when it says it. */
  owes(bytes: Uint8Array): () => void {
    const [, name, digits] = COMPLETION.exec(latin1(bytes)) ?? [];
    const slot = Number(digits);
    const openings = this.#openingsOf(slot);
    const starts = this.#starts;
    const since = this.#now();
    const isHarmless = name === undefined || ENDS.includes(name);
    return () => {
      const late = this.#now() - since;
      if (isHarmless || starts !== this.#starts || openings === this.#openingsOf(slot) || late > LATENESS) return;
      const detail = `slot ${slot} was opened while a completion was owed: ${name}, ${(late / 1000).toFixed(0)} s late`;
      this.#onViolation('settled-slots', detail);
    };
  }

  #openingsOf(slot: number): number {
    return this.#openings.get(slot) ?? 0;
  }
}
