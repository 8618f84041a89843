import { commandName } from '../../../modules/at/command-name.js';
import type { Command } from '../../../modules/at/command.js';
import { Arguments } from './arguments.js';
import type { ParsedCommand } from './command-parser.js';
import type { Handler } from './handler.js';
import { testLine } from './test-form.js';

/** A command that exists and whose arguments fit. */
export interface Match {
  readonly handler: Handler;
  /** As `AT+MQTTOPEN=`. */
  readonly name: string;
  readonly fields: Arguments;
}

const NONE: readonly Handler[] = [];

/** What it can be set to: a number to dial is none of it. */
function isSettable({ form, name }: Command): boolean {
  return form === 'set' || (form === 'basic' && name !== 'D');
}

/** Every command that the module knows. */
export class Catalogue {
  /** Of all commands. */
  readonly rows: readonly Command[];
  /** All forms of a name. */
  readonly #byName = new Map<string, readonly Handler[]>();
  /** Of those that were ever asked for: most are not, and a fleet has thousands of modules. */
  readonly #names = new Map<Handler, string>();

  /** Where several rows of one name and form fit, the first is meant. */
  constructor(handlers: readonly Handler[]) {
    this.rows = handlers.map((handler) => handler.row);
    for (const handler of handlers) {
      const { name } = handler.row;
      this.#byName.set(name, (this.#byName.get(name) ?? NONE).concat(handler));
    }
  }

  /** `unknown`: no such command in this form. `mismatch`: there is, but with other arguments. Whatever is read is in `fields`. */
  find(command: ParsedCommand, fields = new Arguments()): Match | 'unknown' | 'mismatch' {
    const areReadable = fields.read(command.arguments);
    let isKnown = false;
    for (const handler of this.#byName.get(command.name) ?? NONE) {
      const { row } = handler;
      if (row.form !== command.form) continue;
      isKnown = true;
      if (areReadable && fields.fit(row.arguments)) return { handler, name: this.#nameOf(handler), fields };
    }
    return isKnown ? 'mismatch' : 'unknown';
  }

  #nameOf(handler: Handler): string {
    const known = this.#names.get(handler);
    if (known !== undefined) return known;
    const name = commandName(handler.row);
    this.#names.set(handler, name);
    return name;
  }

  /** What `=?` tells: a line for each way to set it; `undefined` where the name is not known. */
  testLines(name: string): readonly string[] | undefined {
    const rows = (this.#byName.get(name) ?? NONE).map(({ row }) => row);
    return rows.length === 0 ? undefined : rows.filter(isSettable).map(testLine);
  }
}
