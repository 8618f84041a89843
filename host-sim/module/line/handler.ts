import type { Command, Reply } from '../../../modules/at/command.js';
import type { AnyValues } from '../../../modules/at/field.js';
import type { Arguments } from './arguments.js';
import type { CommandFailure } from './result-codes.js';

/** What a command comes to. */
export interface Outcome {
  /** Information lines, each by the values of the row's reply. */
  readonly replies: readonly AnyValues[];
  /** As what they are written, where the profile's module has another form for them than the row. */
  readonly form?: Reply;
  /** What follows each information line in a line of its own, where anything does. */
  readonly bodies?: readonly string[];
  /** Absent for `OK`. */
  readonly fault?: CommandFailure;
  /** The second phase; starts when the final result has been sent. */
  readonly then?: () => void;
}

/** What the module does on one row of the command table. */
export interface Handler {
  readonly row: Command;
  /** Whether a prompt asks for a text up to Ctrl-Z; data of a declared length are the row's own matter. */
  readonly takesText?: boolean;
  /** Refuses before the prompt; only where there is one. */
  readonly admit: (fields: Arguments) => CommandFailure | undefined;
  /** Called when the answer is due, and answers at once. `data` is what followed the prompt, empty where there was none. */
  readonly run: (fields: Arguments, data: Uint8Array) => Outcome;
}

export function handle(row: Command, run: Handler['run'], admit: Handler['admit'] = () => undefined): Handler {
  return { row, run, admit };
}

/** The same for a command whose text follows a prompt and ends with Ctrl-Z. */
export function handleText(row: Command, run: Handler['run'], admit: Handler['admit']): Handler {
  return { row, run, admit, takesText: true };
}

/** `OK`. */
export function ok(then?: () => void): Outcome {
  return { replies: [], then };
}

/** Information lines and `OK`. */
export function answer(...replies: readonly AnyValues[]): Outcome {
  return { replies };
}

/** An information line in another form than the row's, and `OK`. */
export function answerAs(form: Reply, values: AnyValues): Outcome {
  return { replies: [values], form };
}

/** Information lines that each have a text below them, and `OK`. */
export function answerWithBodies(parts: readonly (readonly [values: AnyValues, body: string])[]): Outcome {
  return { replies: parts.map(([values]) => values), bodies: parts.map(([, body]) => body) };
}

export function refuse(fault: CommandFailure): Outcome {
  return { replies: [], fault };
}
