/**
 * `too-large`: more than this machine can run, found before anything starts. `too-slow`: the nodes did not come as far as they
 * should. `out-of-memory`: a thread's heap was full. `broker-lost`: the embedded broker has ended by itself. `interrupted`: by whoever
 * started it.
 */
export type FleetErrorCode = 'too-large' | 'too-slow' | 'out-of-memory' | 'broker-lost' | 'interrupted';

/** Why a fleet cannot be run, or not be run on; the message says what would help. */
export class FleetError extends Error {
  readonly code: FleetErrorCode;

  constructor(code: FleetErrorCode, message: string) {
    super(message);
    this.name = 'FleetError';
    this.code = code;
  }
}
