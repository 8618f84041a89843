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

const NO_HANDLERS: readonly Handler[] = [];

/** Every command that the module knows. */
export class Catalogue {
  readonly #handlers: readonly Handler[];
  /** Of every command without arguments: there is nothing to be read. */
  readonly #noFields = new FieldReader();
  readonly #byName = new Map<string, Handler[]>();
  /** By name and form: one look for each command of a simulated year. */
  readonly #byNameAndForm = new Map<string, Handler[]>();

  /** Where several rows of one name and form fit, the first is meant. */
  constructor(handlers: readonly Handler[]) {
    this.#handlers = handlers;
    for (const handler of handlers) {
      const { name, form } = handler.row;
      addTo(this.#byName, name, handler);
      addTo(this.#byNameAndForm, form + name, handler);
    }
  }

  get rows(): readonly Command[] {
    return this.#handlers.map((handler) => handler.row);
  }

  /** `unknown`: no such command in this form. `mismatch`: there is, but with other arguments. */
  find(command: ParsedCommand): Match | 'unknown' | 'mismatch' {
    const candidates = this.#byNameAndForm.get(command.form + command.name) ?? NO_HANDLERS;
    const { arguments: bytes } = command;
    for (const handler of candidates) {
      const fields = handler.row.arguments.length === 0 ? this.#noFields : new FieldReader();
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

function addTo(map: Map<string, Handler[]>, key: string, handler: Handler): void {
  const others = map.get(key);
  if (others === undefined) map.set(key, [handler]);
  else others.push(handler);
}
