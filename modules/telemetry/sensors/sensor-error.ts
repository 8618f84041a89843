import { cellularError, type CellularError } from '../../base/errors.js';

/** Why a sensor has given no reading; the message begins with its name. */
export interface SensorError extends CellularError {
  /** The sensor's name. */
  readonly sensor: string;
  /** What was thrown, by the sensor or by what looked at its sample. */
  readonly cause: unknown;
}

/** `cause` is whatever was thrown: an error, as drivers of the SDK do a text, or nothing. */
export function sensorError(sensor: string, cause: unknown): SensorError {
  const { message, code = 'failed', isRetryable = true } = (cause ?? {}) as Partial<CellularError>;
  const reason = message ?? (typeof cause === 'string' ? cause : 'the sensor has failed');
  return Object.assign(cellularError(code, `${sensor}: ${reason}`, { isRetryable }), { sensor, cause });
}
