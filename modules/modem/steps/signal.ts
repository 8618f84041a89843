import { signalQuality } from '../../cellular/network.js';
import { signalPower, signalStrength } from '../../cellular/signal.js';
import type { Step } from '../step.js';

/** A weak signal is no reason to wait: registration tells whether it is enough. */
export function checkSignal(step: Step): void {
  refreshSignal(step, () => step.done());
}

/** Reads the signal; where the module does not tell, what was known stays. */
export function refreshSignal(step: Step, then: () => void): void {
  step.ask({
    command: signalQuality,
    values: [],
    onReply: (fields) => {
      const value = fields.integer('rssi');
      step.facts.set('RSSI', signalPower(value));
      step.facts.set('strength', signalStrength(value));
    },
    onEnd: then,
  });
}
