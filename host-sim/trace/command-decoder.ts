import type { Command } from '../../modules/at/command.js';
import type { LineTable } from '../../modules/at/line/names.js';
import { Catalogue, type Match } from '../module/line/catalogue.js';
import { parseCommand, type ParsedCommand } from '../module/line/command-parser.js';
import { handle, ok } from '../module/line/handler.js';
import { fieldText, namedFields } from './field-names.js';
import type { Secrets } from './secrets.js';
import { hidden, latin1, printable } from './trace-text.js';

const PREFIX_LENGTH = 'AT'.length;
/** Their texts end with Ctrl-Z (3GPP TS 27.005 §3.5). */
const WITH_TEXT = ['+CMGS', '+CMGW'];

/** What a command line says. */
export interface DecodedLine {
  readonly text: string;
  readonly explanation?: string;
  /** The rows of its commands, in their order; those that are in no row are left out. */
  readonly rows: readonly Command[];
  /** What it announces to follow prompts; `undefined` for a text of any length. */
  readonly data: readonly (AnnouncedData | undefined)[];
  /** Whether the table has all of it. */
  readonly isKnown: boolean;
  /** Whether the text shows all of it. */
  readonly isShown: boolean;
  /** Whether its end may be missing, and be taken for the next line: a secret may have been torn by a garbled byte. */
  readonly isTorn: boolean;
}

export interface AnnouncedData {
  readonly length: number;
  readonly isSecret: boolean;
}

/** One command of a line. Positions are those of its arguments. */
interface DecodedCommand {
  readonly match?: Match;
  readonly explanation: string;
  readonly isKnown: boolean;
  readonly isTorn?: boolean;
  readonly hidden: readonly (readonly [start: number, end: number])[];
}

/** Reads command lines by the command table, as the simulated module does, and learns the secrets in them. */
export class CommandDecoder {
  readonly #table: Pick<LineTable, 'commands'>;
  readonly #secrets: Secrets;
  #rows: readonly Command[] = [];
  #known = new Catalogue([]);

  /** Rows may come to the table later. */
  constructor(table: Pick<LineTable, 'commands'>, secrets: Secrets) {
    this.#table = table;
    this.#secrets = secrets;
  }

  get #catalogue(): Catalogue {
    const { commands } = this.#table;
    if (commands !== this.#rows) this.#known = new Catalogue(commands.map((row) => handle(row, () => ok())));
    this.#rows = commands;
    return this.#known;
  }

  /**
   * `line` is all from `AT` to before the terminator. `undefined` where nobody knows what is in it: V.250 has no reading of it,
   * or it has several commands and not all of them are known, as a semicolon in a secret makes of a garbled line.
   */
  decode(line: Uint8Array): DecodedLine | undefined {
    const body = line.subarray(PREFIX_LENGTH);
    const commands: DecodedCommand[] = [];
    let text = latin1(line);
    let next = 0;
    for (let parsed = parseCommand(body, next); parsed !== undefined; parsed = parseCommand(body, next)) {
      if (parsed === 'malformed') return undefined;
      const command = this.#decodeCommand(parsed);
      const origin = PREFIX_LENGTH + parsed.next - 1 - parsed.arguments.length;
      for (const [start, end] of command.hidden) text = hidden(text, origin + start, origin + end);
      commands.push(command);
      next = parsed.next;
    }
    const isKnown = commands.every((command) => command.isKnown);
    if (commands.length > 1 && !isKnown) return undefined;
    const matches = commands.flatMap(({ match }) => match ?? []);
    return {
      text: printable(this.#secrets.hide(text)),
      explanation: commands.flatMap(({ explanation }) => explanation || []).join('; ') || undefined,
      rows: matches.map(({ handler }) => handler.row),
      data: matches.flatMap(announcedData),
      isKnown,
      isShown: commands.every((command) => command.hidden.length === 0),
      isTorn: commands.some(({ isTorn }) => isTorn),
    };
  }

  #decodeCommand(parsed: ParsedCommand): DecodedCommand {
    const match = this.#catalogue.find(parsed);
    if (match === 'mismatch') return this.#misfit(parsed);
    if (match === 'unknown') return this.#stranger(parsed);
    const { handler, fields } = match;
    const secret = handler.row.arguments.flatMap((field, index) =>
      field.kind === 'quoted' && field.secret && fields.has(field.name) ? [index] : [],
    );
    const ranges = secret.map((index) => [fields.startAt(index), fields.endAt(index)] as const);
    for (const index of secret) this.#secrets.learn(fieldText(fields, index));
    for (const [start, end] of ranges) this.#secrets.learn(latin1(parsed.arguments.subarray(start, end)));
    const explanation = namedFields(parsed.name, handler.row.arguments, fields, this.#secrets);
    return { match, explanation, isKnown: true, hidden: ranges };
  }

  /** Arguments that fit no row: which of them is the secret is not known, nor whether a lost line end lets another command in. */
  #misfit(parsed: ParsedCommand): DecodedCommand {
    const isSecret = this.#catalogue.rows.some((row) => row.name === parsed.name && keepsSecrets(row));
    const isMerged = latin1(parsed.arguments).toUpperCase().includes('AT+');
    const isHidden = isSecret || isMerged;
    const explanation = 'the arguments do not fit';
    return { explanation, isKnown: false, isTorn: isHidden, hidden: isHidden ? [wholeOf(parsed)] : [] };
  }

  /** What is not in the table may be a garbled name of what is: nothing is known of its arguments. */
  #stranger(parsed: ParsedCommand): DecodedCommand {
    const isTest = parsed.form === 'test' && this.#catalogue.rows.some((row) => row.name === parsed.name);
    if (isTest) return { explanation: 'asks how it can be set', isKnown: true, hidden: [] };
    const isRegister = /^S\d*$/.test(parsed.name);
    const mayHoldSecrets = (parsed.form === 'set' && !isRegister) || parsed.name === 'D';
    return { explanation: 'not in the table', isKnown: false, hidden: mayHoldSecrets ? [wholeOf(parsed)] : [] };
  }
}

function wholeOf(parsed: ParsedCommand): readonly [number, number] {
  return [0, parsed.arguments.length];
}

function keepsSecrets(row: Command): boolean {
  return row.data?.secret === true || row.arguments.some((field) => field.kind === 'quoted' && field.secret);
}

function announcedData({ handler, fields }: Match): readonly (AnnouncedData | undefined)[] {
  const { data, name, form } = handler.row;
  if (form === 'set' && WITH_TEXT.includes(name)) return [undefined];
  return data === undefined ? [] : [{ length: fields.integerAt(data.lengthAt), isSecret: data.secret === true }];
}
