import { cellularError, RETRYABLE } from '../../../base/errors.js';
import { functionality } from '../../../cellular/device.js';
import type { Step } from '../../step.js';

const RADIO_OFF = 4;
const FULL = 1;
/** Milliseconds without radio, so that the network has noticed. */
const REST = 3000;

/** The radio is switched on again even where switching it off was refused: it may have been off. */
export function cycleRadio(step: Step): void {
  step.loseLink(cellularError('connection-lost', 'the radio is switched off and on', RETRYABLE));
  switchTo(step, RADIO_OFF, () => step.rest(REST, () => switchTo(step, FULL, () => step.done())));
}

function switchTo(step: Step, level: number, then: () => void): void {
  step.ask({
    command: functionality,
    values: [level],
    onEnd: (error) => {
      const isHopeless = error !== undefined && (level === FULL || error.code === 'unresponsive');
      if (isHopeless) step.fail(error);
      else then();
    },
  });
}
