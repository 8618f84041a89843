import type { Dialogue } from '../at/dialogue/dialogue.js';
import type { Exchange } from '../at/dialogue/exchange.js';
import type { CellularError } from '../base/errors.js';
import type { Time } from '../ports/time.js';
import { Rest } from './rest.js';

type OnEnd = (error?: CellularError) => void;

/** The round of a state that is under way: what it has asked and what it waits for, so that no answer reaches a later one. */
export class Round {
  readonly rest: Rest;
  readonly #dialogue: Dialogue;
  /** An answer to an earlier round is known by its number. */
  #number = 0;
  #exchange: Exchange | undefined = undefined;

  constructor(time: Time, dialogue: Dialogue) {
    this.rest = new Rest(time);
    this.#dialogue = dialogue;
  }

  /** Another round: no callback of the one before is called any more. */
  begin(): void {
    this.#number += 1;
  }

  /** Ends the round: no callback of what was started so far is called any more. */
  forget(): void {
    this.#number += 1;
    this.rest.cancel();
    if (this.#exchange !== undefined) this.#dialogue.abandon(this.#exchange);
    this.#exchange = undefined;
  }

  /** A callback for something that cannot be called off: it does nothing when another round has begun. */
  own(callback: OnEnd): OnEnd {
    const number = this.#number;
    return (error) => {
      if (number === this.#number) callback(error);
    };
  }

  /**
   * Sends a command. `onSilence` is called in the place of the exchange's `onEnd` where the module does not answer; `onSettled`
   * hears of the command's end whatever the round.
   */
  ask(exchange: Exchange, onSilence: (() => void) | undefined, onSettled: OnEnd | undefined): void {
    const number = this.#number;
    const onEnd: OnEnd = (error) => {
      onSettled?.(error);
      if (number !== this.#number) return;
      this.#exchange = undefined;
      if (error?.code === 'unresponsive' && onSilence !== undefined) onSilence();
      else exchange.onEnd(error);
    };
    const asked: Exchange = { ...exchange, onEnd };
    // Half a file would stay in the module: what has data is left to end by itself.
    this.#exchange = exchange.data === undefined ? asked : undefined;
    try {
      this.#dialogue.execute(asked);
    } catch (error) {
      onEnd(error as CellularError);
    }
  }
}
