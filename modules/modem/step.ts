import type { CellularError, ErrorCode } from '../at/errors.js';
import type { Exchange } from '../at/exchange.js';
import type { Boot } from './boot.js';
import type { ConnectSettings } from './connect-options.js';
import type { EventName } from './events.js';
import type { Facts } from './facts.js';
import type { NetworkClock } from './network-clock.js';
import type { PowerSaving } from './power-saving.js';
import type { Rung, Trouble } from './recovery/rung.js';
import type { RecoveryTools } from './recovery/tools.js';

/** The states of the bring-up, in the order in which they are gone through; `recovering` is a rung of the ladder under way. */
export type StateName =
  | 'idle'
  | 'waking'
  | 'identifying'
  | 'sim'
  | 'signal'
  | 'registering'
  | 'dialling'
  | 'clock'
  | 'provisioning'
  | 'up'
  | 'recovering'
  | 'disconnecting'
  | 'disconnected'
  | 'closing'
  | 'closed';

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
  /** Milliseconds between a failure and the next round: the first pause; each further one is twice as long … */
  readonly pause?: number;
  /** … up to this one. */
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

/**
 * What a step may do. All that it started is forgotten when its state is left: no callback of an earlier state is ever
 * called in a later one.
 */
export interface Step {
  readonly facts: Facts;
  readonly boot: Boot;
  readonly settings: ConnectSettings;
  readonly clock: NetworkClock;
  readonly powerSaving: PowerSaving;
  /** A module clock before this year is not believed. */
  readonly earliestYear: number;
  /** Whether `connect()` has been called and `disconnect()` has not. */
  readonly isWanted: boolean;
  /** A PIN that must not be entered: it was refused, or it is not known yet that it was not. */
  refusedPin: string | undefined;
  /** Monotonic milliseconds. */
  now(): number;
  /** Brings the line to a known state; `onEnd` hears of `unresponsive` after `limit` milliseconds. */
  synchronise(limit: number, onEnd: (error: CellularError | undefined) => void): void;
  /**
   * Sends a command. An exchange with data is never cut short; `onSettled` hears of its end even when the state was left
   * meanwhile. A module that does not answer is not the step's affair: the state changes instead.
   */
  ask(exchange: Exchange, onSettled?: (error: CellularError | undefined) => void): void;
  /** Calls back after so many milliseconds. */
  rest(milliseconds: number, then: () => void): void;
  /** Shows an error, or takes it back, without ending the round. */
  report(error: CellularError | undefined): void;
  /** Tells every slot that its connection is gone. */
  loseLink(error: CellularError): void;
  /** Starts something with the tools of recovery; `then` comes when it says that it has ended. */
  act(start: (tools: RecoveryTools, onEnd: () => void) => void, then: () => void): void;
  /** The module is being restarted: all that it was told, and all that was known of it, is gone. */
  forgetModule(): void;
  /** Bits per second that the serial specifier asks for. */
  readonly wantedLineRate: number;
  /** Opens the port anew with another rate. The line is not synchronised then. */
  setLineRate(rate: number): void;
  /** Command lines that the module has repeated so far: an echo after it was switched off tells of a restart. */
  readonly echoes: number;
  /** The rung of the ladder that is under way, where one is. */
  readonly rung: Rung | undefined;
  /** Whether the host has RTS and CTS wired. */
  readonly hasFlowControl: boolean;
  /** Makes an event happen that no URC told of. */
  raise(event: EventName): void;
  done(): void;
  /** Another round after the state's interval, or the longer one that is given. */
  poll(interval?: number): void;
  fail(error: CellularError): void;
  /** Ends the dialogue and closes the port. */
  close(): void;
}
