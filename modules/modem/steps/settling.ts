import { executeInTurn } from '../../at/dialogue/execute-in-turn.js';
import { restartByCommand } from '../recovery/actions/soft-reset.js';
import type { Step } from '../step.js';
import { queryCall } from './dialling.js';

/**
 * Sees to it that there is a slot of which nothing is still to come. A program that starts while the module goes on knows nothing of
 * what the one before has left there, in slots that may be closed by now: completions that are minutes late would be taken for its own.
 * Where no slot is known to be settled the module is restarted, which forgets all of it. One that refuses is left to the ladder, when a
 * slot is wanted.
 */
export function settleSlots(step: Step, then: () => void): void {
  if (step.slots.isAnySettled) return goOn(step, then);
  if (!step.boot.isAsAfterPowerUp) return restart(step, then);
  queryCall(step, (state) => {
    if (state === 'up' || state === 'busy') return restart(step, then);
    // It has started since anything was asked of it, and its boot lines were not heard.
    step.slots.forget();
    goOn(step, then);
  });
}

function goOn(step: Step, then: () => void): void {
  step.slots.keep();
  closeLeft(step, then);
}

function restart(step: Step, then: () => void): void {
  restartByCommand(step, (error) => {
    if (error === undefined) step.raise('rebooted');
    else then();
  });
}

/** A connection that nobody uses would go on pinging, under an identifier that may be another by now. Mostly it refuses: there is none. */
function closeLeft(step: Step, then: () => void): void {
  const slot = step.slots.takeLeft();
  if (slot === undefined) return then();
  executeInTurn((exchange) => step.ask(exchange), step.boot.mqtt.closing(slot), () => closeLeft(step, then));
}
