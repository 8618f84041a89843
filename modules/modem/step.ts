import type { Exchange } from '../at/dialogue/exchange.js';
import type { CellularError } from '../base/errors.js';
import type { Boot } from './boot.js';
import type { ConnectSettings } from './connect-options.js';
import type { EventName } from './events.js';
import type { Facts } from './facts.js';
import type { ModemSettings } from './modem-options.js';
import type { NetworkClock } from './network-clock.js';
import type { RecoveryTools } from './recovery/tools.js';
import type { Slots } from './slots.js';

/**
 * What a step may do. All that it started is forgotten when its state is left: no callback of an earlier state is ever
 * called in a later one.
 */
export interface Step {
  readonly facts: Facts;
  readonly boot: Boot;
  /** What the modem was made with. */
  readonly modem: ModemSettings;
  /** What the modem is to connect with. */
  readonly settings: ConnectSettings;
  readonly clock: NetworkClock;
  readonly slots: Slots;
  /** Whether `connect()` has been called and `disconnect()` has not. */
  readonly isWanted: boolean;
  /** A PIN that must not be entered: it was refused, or it is not known yet that it was not. */
  refusedPin: string | undefined;
  /** Whether the module was restarted to make it forget its TLS files, and has not been seen without any since. */
  isTlsKept: boolean;
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
  /** Tells every slot that its connection is gone. */
  loseLink(error: CellularError): void;
  /** Starts something with the tools of recovery; `then` comes when it says that it has ended. */
  act(start: (tools: RecoveryTools, onEnd: () => void) => void, then: () => void): void;
  /**
   * The module is being restarted: all that it was told, and all that was known of it, is gone. Where that is not `isCertain`, it may
   * still tell of what it was told before.
   */
  forgetModule(isCertain: boolean): void;
  /** Opens the port anew with another rate. The line is not synchronised then. */
  setLineRate(rate: number): void;
  /** Command lines that the module has repeated so far: an echo after it was switched off tells of a restart. */
  readonly echoes: number;
  /** Begins the action of the rung that the ladder has come to. */
  takeRung(): void;
  /** Makes an event happen that no URC told of. */
  raise(event: EventName): void;
  done(): void;
  /** Another round after the state's interval, or the longer one that is given. */
  poll(interval?: number): void;
  fail(error: CellularError): void;
  /** Ends the dialogue and closes the port. */
  close(): void;
}
