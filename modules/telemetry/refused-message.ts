import type { CellularError } from '../base/errors.js';

/** An error of the code `message-refused`. */
export interface RefusedMessage extends CellularError {
  /** On which it was to be published. */
  readonly topic: string;
  /** Its number in the outbox. */
  readonly sequence: number;
  /** What was accepted: the sample of a reading as its encoding has it, an answer, the payload of a message of the application. */
  readonly payload: Uint8Array;
}
