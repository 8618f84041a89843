import type { ErrorCode } from '../base/errors.js';
import type { EventName } from './events.js';
import type { Trouble } from './recovery/troubles.js';
import type { StateName } from './state-name.js';
import type { Step } from './step.js';

/** One row of the state table: everything that can happen in a state, but for what its step says on the line. */
export interface StateRow {
  readonly name: StateName;
  /** ECMA-419's number while in this state. */
  readonly connection: number;
  /** Begins the state, or another round of it after a pause. Ends in `done`, `poll` or `fail`. */
  enter(step: Step): void;
  /** The state after `done`. */
  readonly next: StateName;
  /** Milliseconds from the first round to `done` or `fail`, polls included. */
  readonly deadline?: number | 'registrationLimit' | 'budget';
  /** What a missed deadline is called; where it has no name the state ends as if it were done. */
  readonly overdue?: { readonly code: ErrorCode; readonly message: string };
  /** Milliseconds between `poll` and the next round. */
  readonly interval?: number | 'checkInterval';
  /** Milliseconds between a failure and the next round: the first pause; each further one is twice as long. */
  readonly pause?: number;
  /** What the pause doubles to at most. */
  readonly longestPause?: number;
  /** The state after a failure and its pause; absent, another round of this one. */
  readonly again?: StateName;
  /** What a failure here is called on the ladder of recovery, and what is overcome with `done`. */
  readonly trouble?: Trouble;
  /** Where each event leads that this state does not outlive. */
  readonly on: { readonly [E in EventName]?: StateName };
  /** Events that cut a pause short. */
  readonly wakesOn?: readonly EventName[];
}
