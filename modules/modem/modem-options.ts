import type { Anomaly } from '../at/dialogue/anomaly.js';
import { DEFAULT_LINE_RATE } from '../at/dialogue/dialogue.js';
import { IS_DEVELOPMENT } from '../base/development.js';
import { invalidArgument } from '../base/errors.js';
import { checkCallback, checkChoice, checkHostMemory, checkMethods, checkNumber, checkObject, checkTime } from '../base/checks.js';
import { refuseMisspeltOptions } from '../base/misspelt-options.js';
import type { Dialect } from '../cellular/dialect/dialect.js';
import type { HostMemory } from '../ports/host-memory.js';
import type { SerialSpecifier } from '../ports/serial.js';
import type { Time } from '../ports/time.js';
import { defaultDialect } from './default-dialect.js';
import type { FactName } from './facts.js';
import { ModuleMemory } from './module-memory.js';
import { type PowerSaving, type PowerSavingOptions, powerSavingOf } from './power-saving.js';
import { checkRecoveryOptions, type RecoveryOptions } from './recovery/tools.js';

/** The year in which this firmware was built: a module's clock that shows an earlier one has not been set. */
export const BUILD_YEAR = 2026;
const DEFAULT_CHECK_INTERVAL = 60_000;
const SHORTEST_CHECK_INTERVAL = 1000;
const LONGEST_CHECK_INTERVAL = 86_400_000;
const SLOWEST_LINE = 300;
const FASTEST_LINE = 4_000_000;
const SOURCE = 'new Modem()';

/** Options of a modem whose callbacks have `M` as `this`. */
export interface ModemOptionsFor<M> {
  /** The serial port to the module, `{ io: Serial, … }`; `baud` defaults to 115200. */
  readonly serial: SerialSpecifier;
  /** By which it waits, and which its clock goes by. */
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
  /** As `DialogueOptions.receiveCapacity`: bytes, a power of two from 256 to 1,048,576, default 2048. */
  readonly receiveCapacity?: number;
  /** As `DialogueOptions.transmitCapacity`: bytes, 64 to 1,048,576, default 1024. */
  readonly transmitCapacity?: number;
  /** As `DialogueOptions.queueCapacity`: commands, 1 to 1024, default 8. */
  readonly queueCapacity?: number;
  /** As `DialogueOptions.guardTime`: milliseconds, up to 60,000, default 0. */
  readonly guardTime?: number;
  /** Pins, callbacks and listeners of the ladder of recovery (docs/recovery.md); without them its upper rungs are skipped. */
  readonly recovery?: RecoveryOptions;
  /** PSM, eDRX and sleep (docs/recovery.md, saving power); nothing of it where absent. */
  readonly powerSaving?: PowerSavingOptions;
  /** How the module's vendor does what no standard has (docs/decisions.md#a-vendor-is-a-folder). Default Fibocom's. */
  readonly dialect?: Dialect;
  /**
   * Keeps which slots may owe completions, and the fingerprint of the TLS files that were loaded. Without it a module that has kept its
   * power while the host restarted is restarted, too, as nobody knows what it still has to tell (docs/outbox.md#late-completions) and
   * which files it holds (docs/security.md). What it throws is ignored.
   */
  readonly memory?: HostMemory;
}

/** Checked {@link ModemOptionsFor}, with the defaults in place: what the bring-up needs of them. */
export interface ModemSettings {
  readonly checkInterval: number;
  readonly earliestYear: number;
  readonly powerSaving: PowerSaving;
  readonly memory: ModuleMemory;
  readonly dialect: Dialect;
  /** Bits per second that the serial specifier asks for. */
  readonly lineRate: number;
  /** Whether the host has RTS and CTS wired. */
  readonly hasFlowControl: boolean;
}

/**
 * What {@link ModemOptionsFor} knows besides what a modem can't be without, for those who hand its options on. Made when it is
 * needed: a constant would take its room for good.
 */
export function modemOptionNames(): readonly (keyof ModemOptionsFor<never>)[] {
  return ['target', 'onAnomaly', 'checkInterval', 'earliestYear', ...dialogueOptionNames(), 'recovery', 'powerSaving', 'memory', 'dialect'];
}

function dialogueOptionNames() {
  return ['receiveCapacity', 'transmitCapacity', 'queueCapacity', 'guardTime'] as const;
}

/** Throws `invalid-argument`; the bounds of what the dialogue takes it checks itself, before it opens the port. */
export function modemSettings(options: ModemOptionsFor<never>): ModemSettings {
  checkObject('options', options, SOURCE);
  if (IS_DEVELOPMENT) refuseMisspelt(options);
  const lineRate = lineRateOf(options.serial);
  const { checkInterval = DEFAULT_CHECK_INTERVAL, earliestYear = BUILD_YEAR, dialect = defaultDialect } = options;
  checkTime(options.time, SOURCE);
  checkDialect('dialect', dialect, SOURCE);
  checkCallback('onChanged', options.onChanged, SOURCE);
  checkCallback('onAnomaly', options.onAnomaly, SOURCE);
  checkRecoveryOptions(options.recovery);
  checkHostMemory('memory', options.memory, SOURCE);
  checkNumber('checkInterval', checkInterval, SHORTEST_CHECK_INTERVAL, LONGEST_CHECK_INTERVAL, SOURCE, ' milliseconds');
  // A module's clock has two digits for the year.
  checkNumber('earliestYear', earliestYear, 2000, 2069, SOURCE);
  const names = dialogueOptionNames();
  for (let index = 0; index < names.length; index += 1) {
    const value = options[names[index]];
    if (value !== undefined && typeof value !== 'number') throw invalidArgument(names[index], 'must be a number', SOURCE);
  }
  return {
    checkInterval,
    earliestYear,
    powerSaving: powerSavingOf(options.powerSaving),
    memory: new ModuleMemory(options.memory),
    dialect,
    lineRate,
    hasFlowControl: options.serial.flowControl === 'hardware',
  };
}

/** Throws `invalid-argument` for what is no dialect. */
export function checkDialect(argument: string, dialect: unknown, source: string): void {
  checkMethods(argument, dialect, ['newsIn', 'sleeping'], 'a Dialect, as docs/decisions.md#a-vendor-is-a-folder describes it', source);
}

/** Of its specifier's properties those that are the driver's are checked; pins and ports are the host's. */
function lineRateOf(serial: SerialSpecifier): number {
  checkMethods('serial', serial, ['io'], '{ io: Serial, … }', SOURCE);
  const { baud = DEFAULT_LINE_RATE, flowControl = 'none' } = serial;
  checkNumber('serial.baud', baud, SLOWEST_LINE, FASTEST_LINE, SOURCE, ' bits per second');
  checkChoice('serial.flowControl', flowControl, ['none', 'hardware'], SOURCE);
  return baud;
}

function refuseMisspelt(options: ModemOptionsFor<never>): void {
  refuseMisspeltOptions(options, ['serial', 'time', 'onChanged', ...modemOptionNames()], SOURCE);
  const elsewhere = ['apn', 'roaming', 'registrationLimit', 'timeServers', 'tls'].find((name) => name in options);
  if (elsewhere !== undefined) throw invalidArgument(elsewhere, 'is an option of connect() (development build)', SOURCE);
}
