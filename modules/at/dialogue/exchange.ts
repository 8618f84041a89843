import type { Command } from '../command.js';
import type { CellularError } from '../../base/errors.js';
import type { FieldReader } from '../line/field-reader.js';
import type { AnyValues } from '../field.js';
import type { Sliced } from '../send/slices.js';

/** A command, and what is sent with it. */
export interface Request {
  /** The row of the command table. */
  readonly command: Command;
  /** Arguments in the order of the command's row. Encoded when the command's turn comes, so they must stay as they are. */
  readonly values: AnyValues;
  /** What is sent after the prompt; its `length` must equal the argument that declares it. */
  readonly data?: Sliced;
}

/**
 * One command from its first byte to its outcome, completion included. An object of its caller, which may use it again and
 * again (never while it is queued or under way), so that a publish allocates nothing.
 *
 * Callbacks are called as its methods. They come from the dialogue's own turn, never from inside {@link Dialogue.execute}.
 */
export interface Exchange extends Request {
  /** Where the counted payload of a reply goes, from its start; what does not fit is counted and dropped. */
  readonly into?: Uint8Array;
  /**
   * An information line. `fields` are good during the call only. In a reply with a counted payload this comes when all
   * before the payload is there.
   */
  onReply?(fields: FieldReader): void;
  /** The completion URC, before `onEnd`. */
  onCompletion?(fields: FieldReader): void;
  /** The outcome, exactly once: nothing went wrong, or what did. */
  onEnd(error: CellularError | undefined): void;
}
