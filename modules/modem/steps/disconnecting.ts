import { type CellularError, cellularError } from '../../base/errors.js';
import { functionality } from '../../cellular/device.js';
import type { Step } from '../step.js';

export function waitUntilWanted(step: Step): void {
  if (step.isWanted) step.done();
}

const RADIO_OFF = 4;

/** Ends every connection, and the data call with them. A module that does not listen is left as it is. */
export function giveAddressBack(step: Step): void {
  step.loseLink(cellularError('closed', 'the modem was told to disconnect'));
  if (!step.boot.isDialled) return switchRadioOff(step);
  hangUpOnce(step, (error) => {
    // The address of a call that was under way may arrive first, and look like the answer: once more, then.
    if (error?.code === 'failed') hangUpOnce(step, () => switchRadioOff(step));
    else switchRadioOff(step);
  });
}

/** The way up switches it on again, whoever goes it. */
function switchRadioOff(step: Step): void {
  if (!step.modem.powerSaving.isRadioOffAtRest || !step.boot.isConfigured) return step.done();
  step.ask({ command: functionality, values: [RADIO_OFF], onEnd: () => step.done() });
}

function hangUpOnce(step: Step, then: (error: CellularError | undefined) => void): void {
  step.ask({
    ...step.modem.dialect.dataCall.hangUp,
    onEnd: (error) => {
      step.boot.isDialled = false;
      then(error);
    },
  });
}

export function finishClosing(step: Step): void {
  step.close();
}
