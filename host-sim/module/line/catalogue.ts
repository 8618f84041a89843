import { commandName } from '../../../modules/at/command-name.js';
import type { Command } from '../../../modules/at/command.js';
import { FieldReader } from '../../../modules/at/field-reader.js';
import { fitsTextBounds } from './argument-bounds.js';
import type { ParsedCommand } from './command-parser.js';
import type { Handler } from './handler.js';
import { testLine } from './test-form.js';

/** A command that exists and whose arguments fit. */
export interface Match {
  readonly handler: Handler;
  /** As `AT+MQTTOPEN=`. */
  readonly name: string;
  readonly fields: FieldReader;
}

interface Entry {
  readonly handler: Handler;
  readonly name: string;
}

const NO_ENTRIES: readonly Entry[] = [];

/** Every command that the module knows. */
export class Catalogue {
  readonly #handlers: readonly Handler[];
  /** By name and form: one look for each command of a simulated year. */
  readonly #byNameAndForm = new Map<string, Entry[]>();

  /** Where several rows of one name and form fit, the first is meant. */
  constructor(handlers: readonly Handler[]) {
    this.#handlers = handlers;
    for (const handler of handlers) {
      const { name, form } = handler.row;
      const entry = { handler, name: commandName(handler.row) };
      const others = this.#byNameAndForm.get(form + name);
      if (others === undefined) this.#byNameAndForm.set(form + name, [entry]);
      else others.push(entry);
    }
  }

  get rows(): readonly Command[] {
    return this.#handlers.map((handler) => handler.row);
  }

  /** `unknown`: no such command in this form. `mismatch`: there is, but with other arguments. Whatever is read is in `fields`. */
  find(command: ParsedCommand, fields = new FieldReader()): Match | 'unknown' | 'mismatch' {
    const candidates = this.#byNameAndForm.get(command.form + command.name) ?? NO_ENTRIES;
    const { arguments: bytes } = command;
    for (const { handler, name } of candidates) {
      const isMatch = fields.match(handler.row.arguments, bytes, -1, 0, bytes.length);
      if (isMatch && fitsTextBounds(handler.row.arguments, fields)) return { handler, name, fields };
    }
    return candidates.length > 0 ? 'mismatch' : 'unknown';
  }

  /** What `=?` tells: a line for each way to set it; `undefined` where the name is not known. */
  testLines(name: string): readonly string[] | undefined {
    const rows = this.rows.filter((row) => row.name === name);
    return rows.length === 0 ? undefined : rows.filter((row) => row.form === 'set').map(testLine);
  }
}
