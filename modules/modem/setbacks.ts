import { doubledPause } from './doubling-pause.js';
import type { StateName } from './state-name.js';
import type { StateRow } from './state-row.js';

/** Losses come together (registration, address, SIM card): so many are made good at once, further ones after growing pauses. */
const PROMPT_LOSSES = 3;

/** How long to hold back, by what has failed and was lost since the modem was last up for a while. */
export class Setbacks {
  /** Of each state that was held back, the next. */
  #pauses: { [S in StateName]?: number } = {};
  #losses = 0;

  /** Milliseconds before a state whose round failed goes on. */
  afterFailure(row: StateRow): number {
    return this.#nextPause(row);
  }

  /** Milliseconds before the state that a loss leads to is entered. */
  afterLoss(target: StateRow): number {
    this.#losses += 1;
    return this.#losses > PROMPT_LOSSES ? this.#nextPause(target) : 0;
  }

  forget(): void {
    this.#losses = 0;
    this.#pauses = {};
  }

  #nextPause({ name, pause = 0, longestPause = pause }: StateRow): number {
    const next = this.#pauses[name] ?? pause;
    this.#pauses[name] = doubledPause(next, longestPause);
    return next;
  }
}
