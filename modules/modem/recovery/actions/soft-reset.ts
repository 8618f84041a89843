import type { CellularError } from '../../../base/errors.js';
import type { Step } from '../../step.js';

/** Milliseconds from the answer until the module is certain to be starting: what it says before is of its former life. */
const GOING_DOWN = 2000;

export function resetByCommand(step: Step): void {
  restartByCommand(step, (error) => (error === undefined ? step.done() : step.fail(error)));
}

/** `onEnd` comes when the module is starting, and nothing of its former life is known any more; or with its refusal. */
export function restartByCommand(step: Step, onEnd: (error: CellularError | undefined) => void): void {
  step.ask({
    ...step.modem.dialect.restart,
    onEnd: (error) => {
      // It may restart before its answer has left: only a refusal says that it does not. But one that has not answered may never have
      // heard the command either, and then it still owes what it owed.
      if (error?.code === 'refused') return onEnd(error);
      step.forgetModule(error === undefined);
      step.rest(GOING_DOWN, () => onEnd(undefined));
    },
  });
}
