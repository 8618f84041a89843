import type { Command } from '../../../modules/at/command.js';
import type { FieldReader } from '../../../modules/at/field-reader.js';
import type { AnyValues } from '../../../modules/at/field.js';
import type { Fault } from './result-codes.js';

/** What a command comes to. */
export interface Outcome {
  /** Information lines, each by the values of the row's reply. */
  readonly replies: readonly AnyValues[];
  /** Absent for `OK`. */
  readonly fault?: Fault;
  /** The second phase; starts when the final result has been sent. */
  readonly then?: () => void;
}

/** What the module does on one row of the command table. */
export interface Handler {
  readonly row: Command;
  /** Refuses before the prompt; only for rows with prompted data. */
  readonly admit: (fields: FieldReader) => Fault | undefined;
  /** Called when the answer is due, and answers at once. `data` is what followed the prompt, empty where there was none. */
  readonly run: (fields: FieldReader, data: Uint8Array) => Outcome;
}

export function handle(row: Command, run: Handler['run'], admit: Handler['admit'] = () => undefined): Handler {
  return { row, run, admit };
}

/** `OK`. */
export function ok(then?: () => void): Outcome {
  return { replies: [], then };
}

/** Information lines and `OK`. */
export function answer(...replies: readonly AnyValues[]): Outcome {
  return { replies };
}

export function refuse(fault: Fault): Outcome {
  return { replies: [], fault };
}

/** A text field's bytes, unescaped, in a buffer of their own. */
export function bytesOf(fields: FieldReader, name: string): Uint8Array {
  const bytes = new Uint8Array(fields.byteLength(name));
  fields.copy(name, bytes);
  return bytes;
}
