import { cellularError, RETRYABLE } from '../../../base/errors.js';
import type { Step } from '../../step.js';

/** Milliseconds that a host may take to go down after it was asked to. */
const GOING_DOWN = 20_000;

/** Whoever comes back from this has not been restarted. */
export function restartByHost(step: Step): void {
  step.act((tools) => tools.restartHost?.(), () => undefined);
  step.rest(GOING_DOWN, () => step.fail(cellularError('failed', 'the host was not restarted', RETRYABLE)));
}
