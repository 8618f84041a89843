import { checkMethods, refuseUnknownOptions } from '../../base/checks.js';
import type { RecoveryEvent } from './recovery-event.js';

/** The module's reset input, as `ResetPin` of the firmware drives it. */
export interface ResetLine {
  /** Resets the module; `onEnd` comes when the input is released, within {@link RESET_LIMIT} milliseconds. */
  pulse(onEnd: () => void): void;
}

/** What can take the module's power and give it back, as `PowerKey` of the firmware does. */
export interface PowerSwitch {
  /** `onEnd` comes when the module has been told to start, within {@link POWER_CYCLE_LIMIT} milliseconds. */
  cycle(onEnd: () => void): void;
}

/** A timer that restarts the host when nobody feeds it. */
export interface Watchdog {
  /** Begins the time anew that is left to the host. */
  feed(): void;
}

/** Milliseconds. */
export const RESET_LIMIT = 30_000;
/** Milliseconds: two presses of at most 60 s, and a rest of as much. */
export const POWER_CYCLE_LIMIT = 200_000;

/** What the ladder has at hand; a rung whose tool is missing is skipped as `not-configured`. */
export interface RecoveryTools {
  /** The module's reset input, where it is wired. */
  readonly resetPin?: ResetLine;
  /** What takes the module's power and gives it back, where that can be had. */
  readonly powerKey?: PowerSwitch;
  /** Restarts the host, and this program with it: the last rung. Need not return. */
  restartHost?(): void;
}

/** With what, and how patiently, a modem is recovered. */
export interface RecoveryOptions extends RecoveryTools {
  /** From 0 up to, not including, 1: spreads the pauses of a fleet. Without it each pause has its full length. */
  random?(): number;
  /** Fed by each rung that is climbed in the first pass, and by each trouble that is overcome; a second pass starves it. */
  readonly watchdog?: Watchdog;
  /** A rung was begun, skipped, has failed or has cured. Comes in a turn of the modem: note it, and return. */
  onRecovery?(event: RecoveryEvent): void;
}

const SOURCE = 'new Modem(), recovery';

/** Throws `invalid-argument`. */
export function checkRecoveryOptions(options: RecoveryOptions | undefined): void {
  if (options === undefined) return;
  refuseUnknownOptions(options, ['resetPin', 'powerKey', 'restartHost', 'random', 'watchdog', 'onRecovery'], 'recovery.', SOURCE);
  const { resetPin, powerKey, watchdog, restartHost, random, onRecovery } = options;
  if (resetPin !== undefined) checkMethods('recovery.resetPin', resetPin, ['pulse'], '{ pulse(onEnd) }, such as a ResetPin', SOURCE);
  if (powerKey !== undefined) checkMethods('recovery.powerKey', powerKey, ['cycle'], '{ cycle(onEnd) }, such as a PowerKey', SOURCE);
  if (watchdog !== undefined) checkMethods('recovery.watchdog', watchdog, ['feed'], '{ feed() }', SOURCE);
  if (restartHost !== undefined) checkMethods('recovery.restartHost', options, ['restartHost'], 'a function', SOURCE);
  if (random !== undefined) checkMethods('recovery.random', options, ['random'], 'a function, such as Math.random', SOURCE);
  if (onRecovery !== undefined) checkMethods('recovery.onRecovery', options, ['onRecovery'], 'a function', SOURCE);
}
