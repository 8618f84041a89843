import { cellularError, RETRYABLE } from '../../../base/errors.js';
import type { Step } from '../../step.js';

/** Hangs up; the way up dials again, as there is no address. A refusal says that there was nothing to hang up. */
export function redial(step: Step): void {
  step.loseLink(cellularError('connection-lost', 'the modem dials again', RETRYABLE));
  step.ask({
    ...step.modem.dialect.dataCall.hangUp,
    onEnd: (error) => (error?.code === 'unresponsive' ? step.fail(error) : step.done()),
  });
}
