import type { Command } from '../../../modules/at/command.js';
import { FieldReader } from '../../../modules/at/field-reader.js';
import { fitsTextBounds } from './argument-bounds.js';
import type { ParsedCommand } from './command-parser.js';
import type { Handler } from './handler.js';
import { testLine } from './test-form.js';

/** A command that exists and whose arguments fit. */
export interface Match {
  readonly handler: Handler;
  readonly fields: FieldReader;
}

/** Every command that the module knows. */
export class Catalogue {
  readonly #handlers: readonly Handler[];
  readonly #byName = new Map<string, Handler[]>();

  /** Where several rows of one name and form fit, the first is meant. */
  constructor(handlers: readonly Handler[]) {
    this.#handlers = handlers;
    for (const handler of handlers) {
      const others = this.#byName.get(handler.row.name);
      if (others === undefined) this.#byName.set(handler.row.name, [handler]);
      else others.push(handler);
    }
  }

  get rows(): readonly Command[] {
    return this.#handlers.map((handler) => handler.row);
  }

  /** `unknown`: no such command in this form. `mismatch`: there is, but with other arguments. */
  find(command: ParsedCommand): Match | 'unknown' | 'mismatch' {
    const candidates = (this.#byName.get(command.name) ?? []).filter(({ row }) => row.form === command.form);
    for (const handler of candidates) {
      const fields = new FieldReader();
      const { arguments: bytes } = command;
      const isMatch = fields.match(handler.row.arguments, bytes, -1, 0, bytes.length);
      if (isMatch && fitsTextBounds(handler.row.arguments, fields)) return { handler, fields };
    }
    return candidates.length > 0 ? 'mismatch' : 'unknown';
  }

  /** What `=?` tells: a line for each way to set it; `undefined` where the name is not known. */
  testLines(name: string): readonly string[] | undefined {
    const rows = this.#byName.get(name)?.map((handler) => handler.row);
    return rows?.filter((row) => row.form === 'set').map(testLine);
  }
}
