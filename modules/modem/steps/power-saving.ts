import type { Request } from '../../at/dialogue/exchange.js';
import { edrxSetting, powerSavingMode } from '../../cellular/network.js';
import type { Step } from '../step.js';

const ON = 1;
/** E-UTRAN, narrow band or not, as `AT+CEDRXS` numbers it (3GPP TS 27.007 §7.40). */
const LTE = 4;

/** Asks for what saves power, once for each start of the module. One that refuses works on as it is: nothing depends on it. */
export function askForPowerSaving(step: Step, then: () => void): void {
  const { psm, edrx, sleep } = step.modem.powerSaving;
  const wishes: Request[] = [];
  if (psm !== undefined) wishes.push({ command: powerSavingMode, values: [ON, undefined, undefined, psm[0], psm[1]] });
  if (edrx !== undefined) wishes.push({ command: edrxSetting, values: [ON, LTE, edrx] });
  if (sleep !== undefined) wishes.push(step.modem.dialect.sleeping(sleep));
  ask(step, wishes, 0, then);
}

function ask(step: Step, wishes: readonly Request[], index: number, then: () => void): void {
  if (index === wishes.length) return then();
  step.ask({ ...wishes[index], onEnd: () => ask(step, wishes, index + 1, then) });
}
