import type { CellularError } from '../../base/errors.js';
import type { Time } from '../../ports/time.js';
import type { StateRow } from '../state-row.js';
import { Ladder } from './ladder.js';
import type { RungCounters } from './recovery-event.js';
import type { Rung } from './rung.js';
import type { RecoveryOptions, RecoveryTools } from './tools.js';
import type { Trouble } from './troubles.js';

/** The bring-up's side of the ladder: what a failure means, which rung is planned for it, and which is under way. */
export class Recovery {
  /** The rung that is under way, or was last. */
  rung: Rung | undefined = undefined;
  readonly #ladder: Ladder;
  readonly #tools: RecoveryTools;
  #trouble: Trouble = 'unresponsive';
  #connectionError: CellularError | undefined = undefined;
  #toolExceptions = 0;

  constructor(time: Time, options: RecoveryOptions) {
    this.#ladder = new Ladder(time, options);
    this.#tools = options;
  }

  get counters(): readonly RungCounters[] {
    return this.#ladder.counters;
  }

  /** Exceptions that listeners and tools have thrown. */
  get exceptions(): number {
    return this.#ladder.exceptions + this.#toolExceptions;
  }

  /** Milliseconds until the rung that a failure of this state calls for; `undefined` where it is tried again as it was. */
  afterFailure(row: StateRow, error: CellularError): number | undefined {
    const trouble = row.name === 'recovering' ? this.#trouble : troubleOf(row, error);
    return trouble === undefined ? undefined : this.#plan(trouble, error);
  }

  /** The same for a module that has fallen silent. */
  afterSilence(error: CellularError): number | undefined {
    return this.#plan('unresponsive', error);
  }

  /** A connection has failed. It is looked at in a turn of its own, as callers have a stack of theirs already. */
  noteConnectionFailed(error: CellularError): void {
    this.#connectionError = error;
  }

  /** Plans a rung against the connection failure that was noted; tells whether one is due at once. */
  planForConnection(): boolean {
    const error = this.#connectionError;
    this.#connectionError = undefined;
    return error !== undefined && this.#plan(error.code === 'slot-unsettled' ? 'slots' : 'connection', error) === 0;
  }

  connectionWorked(): void {
    this.#ladder.overcome('connection');
    this.#ladder.forgive('connection');
  }

  /** Begins the planned rung. */
  begin(): Rung | undefined {
    this.rung = this.#ladder.begin();
    return this.rung;
  }

  overcome(trouble: Trouble): void {
    this.#ladder.overcome(trouble);
  }

  /** All has gone well for a while; of `connection` only {@link connectionWorked} tells. */
  forgive(): void {
    this.#ladder.forgive();
  }

  /** Uses a tool. Where it throws, `onEnd` never comes: the rung ends with its budget, and counts as failed. */
  use(start: (tools: RecoveryTools, onEnd: () => void) => void, onEnd: () => void): void {
    try {
      start(this.#tools, onEnd);
    } catch {
      this.#toolExceptions += 1;
    }
  }

  #plan(trouble: Trouble, error: CellularError): number | undefined {
    this.#trouble = trouble;
    return this.#ladder.plan(trouble, error);
  }
}

/** What came to no answer is the module's trouble, whatever was asked; one that answers and cannot be woken refuses. */
function troubleOf({ trouble }: StateRow, error: CellularError): Trouble | undefined {
  if (trouble === undefined) return undefined;
  if (error.code === 'unresponsive') return 'unresponsive';
  return trouble === 'unresponsive' ? 'refusing' : trouble;
}
