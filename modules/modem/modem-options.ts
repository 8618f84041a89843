import type { Anomaly } from '../at/anomaly.js';
import { DEFAULT_LINE_RATE } from '../at/dialogue.js';
import { invalidArgument } from '../at/errors.js';
import type { SerialSpecifier } from '../ports/serial.js';
import type { Time } from '../ports/time.js';
import type { FactName } from './facts.js';
import { type PowerSaving, type PowerSavingOptions, powerSavingOf } from './power-saving.js';
import { checkRecoveryOptions, type RecoveryOptions } from './recovery/tools.js';

/** The year in which this firmware was built: a module's clock that shows an earlier one has not been set. */
export const BUILD_YEAR = 2026;
const DEFAULT_CHECK_INTERVAL = 60_000;
const SHORTEST_CHECK_INTERVAL = 1000;
const LONGEST_CHECK_INTERVAL = 86_400_000;

/** Options of a modem whose callbacks have `M` as `this`. */
export interface ModemOptionsFor<M> {
  /** The serial port to the module, `{ io: Serial, … }`; `baud` defaults to 115200. */
  readonly serial: SerialSpecifier;
  readonly time: Time;
  /** Opaque to the modem. */
  readonly target?: unknown;
  /** A property has another value. Changes that come together are told together, each name once. */
  readonly onChanged?: (this: M, name: FactName) => void;
  /** Something on the line that no command and no URC explains; the modem goes on. */
  readonly onAnomaly?: (this: M, anomaly: Anomaly) => void;
  /**
   * Milliseconds between two looks at a connected module: its signal, whether the address is still there, whether it has
   * restarted without a word. 1,000 to 86,400,000, default 60,000.
   */
  readonly checkInterval?: number;
  /** A module clock before this year is not believed. Default {@link BUILD_YEAR}. */
  readonly earliestYear?: number;
  /** As `DialogueOptions.receiveCapacity`: bytes, a power of two from 256, default 2048. */
  readonly receiveCapacity?: number;
  /** As `DialogueOptions.transmitCapacity`: bytes, from 64, default 1024. */
  readonly transmitCapacity?: number;
  /** As `DialogueOptions.queueCapacity`: commands, default 8. */
  readonly queueCapacity?: number;
  /** As `DialogueOptions.guardTime`: milliseconds, default 0. */
  readonly guardTime?: number;
  /** Pins, callbacks and listeners of the ladder of recovery (docs/recovery.md); without them its upper rungs are skipped. */
  readonly recovery?: RecoveryOptions;
  /** PSM, eDRX and sleep (docs/recovery.md, saving power); nothing of it where absent. */
  readonly powerSaving?: PowerSavingOptions;
}

/** Checked {@link ModemOptionsFor}, with the defaults in place: what the bring-up needs of them. */
export interface ModemSettings {
  readonly checkInterval: number;
  readonly earliestYear: number;
  readonly powerSaving: PowerSaving;
  /** Bits per second that the serial specifier asks for. */
  readonly lineRate: number;
  /** Whether the host has RTS and CTS wired. */
  readonly hasFlowControl: boolean;
}

/** Throws `invalid-argument`; what the dialogue takes it checks itself, before it opens the port. */
export function modemSettings(options: ModemOptionsFor<never>): ModemSettings {
  if (typeof options !== 'object' || options === null) throw refusal('options', 'must be an object');
  const { serial, checkInterval = DEFAULT_CHECK_INTERVAL, earliestYear = BUILD_YEAR } = options;
  if (typeof serial?.io !== 'function') throw refusal('serial', 'must be { io: Serial, … }');
  if (typeof options.time?.now !== 'function') throw refusal('time', 'must be a Time');
  checkFunction('onChanged', options.onChanged);
  checkFunction('onAnomaly', options.onAnomaly);
  checkRecoveryOptions(options.recovery);
  if (!(checkInterval >= SHORTEST_CHECK_INTERVAL && checkInterval <= LONGEST_CHECK_INTERVAL)) {
    throw refusal('checkInterval', `must be ${SHORTEST_CHECK_INTERVAL} to ${LONGEST_CHECK_INTERVAL} milliseconds`);
  }
  // A module's clock has two digits for the year.
  if (!(earliestYear >= 2000 && earliestYear < 2070)) throw refusal('earliestYear', 'must be 2000 to 2069');
  return {
    checkInterval,
    earliestYear,
    powerSaving: powerSavingOf(options.powerSaving),
    lineRate: serial.baud ?? DEFAULT_LINE_RATE,
    hasFlowControl: serial.flowControl === 'hardware',
  };
}

function checkFunction(argument: string, value: unknown): void {
  // null is ECMA-419's default (Annex A, Base Class Pattern).
  if (value !== undefined && value !== null && typeof value !== 'function') throw refusal(argument, 'must be a function');
}

function refusal(argument: string, bound: string): Error {
  return invalidArgument(argument, bound, 'new Modem()');
}
