import { checkBoolean, checkChoice, refuseUnknownOptions } from '../base/checks.js';
import { activeTimer, receptionCycle, updateTimer } from '../cellular/power-saving.js';

const SOURCE = 'new Modem(), powerSaving';

/** How the module may save power. Each is a request: what module and network make of it is theirs. */
export interface PowerSavingOptions {
  /** PSM in seconds: `update` from 2 to 35,712,000 between two updates, `active` from 2 to 11,160 of being reachable. */
  readonly psm?: { readonly update: number; readonly active: number };
  /** eDRX in seconds: up to 2,621.44 between two looks for arriving data. */
  readonly edrx?: number;
  /**
   * Sleep of the module between commands (docs/facts.md#sleep): 1 while DTR is released, 2 when the line is idle. Its first characters
   * after that are lost: give it a `WakingSerial`. Absent, the setting is left alone.
   */
  readonly sleep?: 0 | 1 | 2;
  /** Whether `disconnect()` switches the radio off (`AT+CFUN=4`); connecting switches it on in any case. Default false. */
  readonly radioOff?: boolean;
}

/** Checked {@link PowerSavingOptions}, as commands take them. */
export interface PowerSaving {
  readonly psm?: readonly [update: string, active: string];
  readonly edrx?: string;
  readonly sleep?: 0 | 1 | 2;
  readonly isRadioOffAtRest: boolean;
}

const NONE: PowerSaving = { isRadioOffAtRest: false };

/** Throws `invalid-argument`. */
export function powerSavingOf(options: PowerSavingOptions | undefined): PowerSaving {
  if (options === undefined) return NONE;
  refuseUnknownOptions(options, ['psm', 'edrx', 'sleep', 'radioOff'], 'powerSaving.', SOURCE);
  const { psm, edrx, sleep, radioOff = false } = options;
  if (sleep !== undefined) checkChoice('powerSaving.sleep', sleep, [0, 1, 2], SOURCE);
  checkBoolean('powerSaving.radioOff', radioOff, SOURCE);
  return {
    psm: psm === undefined ? undefined : timersOf(psm),
    edrx: edrx === undefined ? undefined : receptionCycle(edrx),
    sleep,
    isRadioOffAtRest: radioOff,
  };
}

function timersOf(psm: NonNullable<PowerSavingOptions['psm']>): readonly [string, string] {
  refuseUnknownOptions(psm, ['update', 'active'], 'powerSaving.psm.', SOURCE);
  return [updateTimer(psm.update), activeTimer(psm.active)];
}
