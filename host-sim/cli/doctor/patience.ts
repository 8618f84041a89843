import type { ErrorCode } from '../../../modules/base/errors.js';

/**
 * Milliseconds for which the driver may go on to try after an error that may pass by itself: a card that is still being read,
 * a network that changes its mind, a first call that fails.
 */
const PATIENCE: Readonly<Partial<Record<ErrorCode, number>>> = {
  'sim-absent': 8000,
  'registration-denied': 20_000,
  'no-address': 15_000,
};

export function patienceWith(code: ErrorCode): number {
  return PATIENCE[code] ?? 0;
}
