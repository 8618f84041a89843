import { assert } from '../../base/assert.js';
import type { CellularError } from '../../base/errors.js';
import type { Exchange } from './exchange.js';

/**
 * The exchange that has ended with what happened last. Its `onEnd` is called when that has been dealt with, from the foot of the
 * turn: whoever hears of it may send the next command, or call a user's program, and a stack of 384 slots, which most boards have,
 * does not bear that on top of a line's judgement.
 */
export class Outcome {
  /** Who is to hear of it. One line, deadline or command ends one exchange at most. */
  exchange: Exchange | undefined = undefined;
  #error: CellularError | undefined = undefined;

  /** It has ended: nothing went wrong, or what did. */
  note(exchange: Exchange, error: CellularError | undefined): void {
    assert(this.exchange === undefined, 'an end is told before the next one comes');
    this.exchange = exchange;
    this.#error = error;
  }

  /** Tells it, where there is one. */
  tell(): void {
    const { exchange } = this;
    if (exchange === undefined) return;
    const error = this.#error;
    this.exchange = undefined;
    this.#error = undefined;
    exchange.onEnd(error);
  }
}
