import { commandName, type Form } from './command-name.js';
import type { FieldReader } from './line/field-reader.js';
import type { Field } from './field.js';
import { utf8Bytes } from '../base/utf8.js';

/** One row of a command table: everything that both ends of the line must know about one command. */
export interface Command<A extends readonly Field[] = readonly Field[]> {
  /** What stands between `AT` and the form's sign: `+CMEE`, `E`; empty for a bare `AT`. */
  readonly name: string;
  /** How it is written: to do, to ask, to set, to test. */
  readonly form: Form;
  /** All before the arguments: `AT+CMEE=`, as bytes, since XS allocates for each character of a string that is looked at. */
  readonly head: Uint8Array;
  /** In the order of the line. */
  readonly arguments: A;
  /** Whether an argument is secret: such a line is wiped when the command has ended. */
  readonly holdsSecret: boolean;
  /** Information lines before the final result. */
  readonly reply?: Reply;
  /** Bytes that the module asks for with a prompt. */
  readonly data?: PromptedData;
  /** The URC that ends the second phase. */
  readonly completion?: Completion;
  /** Milliseconds from the command's last byte to its final result. */
  readonly responseDeadline: number;
  /** Whether sending it twice does what sending it once does. */
  readonly repeatable: boolean;
  /** One sentence for the reference page. */
  readonly summary: string;
  /** Section of the guide, or the page of facts, that it rests on. */
  readonly source: string;
}

/** Information lines that answer a command. */
export interface Reply {
  /** What precedes the fields, without its colon; absent for bare lines. */
  readonly prefix?: string;
  /** Whether modules leave the prefix out: an IMEI stands alone in its line, or behind `+CGSN:`. */
  readonly isPrefixOptional?: boolean;
  /** In capital letters, what some modules have in the prefix's place, with a plus sign or without: `IMEI: 866…`, `+ICCID: 898…`. */
  readonly label?: string;
  /** In the order of the line. */
  readonly fields: readonly Field[];
  /** Whether there may be several of them, such as one for each slot. */
  readonly isRepeated?: boolean;
  /** Whether the line can be what was asked for, where its fields alone don't tell. Others leave the command waiting. */
  accepts?(fields: FieldReader): boolean;
}

/** What the module asks for with a prompt. */
export interface PromptedData {
  /** Index of the argument that declares the number of bytes. */
  readonly lengthAt: number;
  /** The line with which the module asks for them (`CONNECT`), as bytes; absent where it is the prompt `>`. */
  readonly prompt?: Uint8Array;
  /** Milliseconds from the command's last byte to the prompt. */
  readonly promptDeadline: number;
  /** Private keys are never traced. */
  readonly secret?: boolean;
}

/** The URC that ends a command in a second phase. */
export interface Completion {
  /** Its row. */
  readonly urc: Urc;
  /**
   * How many of the command's leading arguments, whole numbers all, the URC's leading fields repeat: none, the connection slot, or
   * slot and message identifier. By these it is told whose it is.
   */
  readonly repeats: 0 | 1 | 2;
  /** Milliseconds from the final result to the URC. */
  readonly deadline: number;
  /** Whether the fields say so. */
  succeeded(fields: FieldReader): boolean;
}

/** An unsolicited result code: a line that the module may send at any line start. */
export interface Urc {
  /** The prefix without its colon (`+CREG`), or the whole line where there are no fields (`RING`). */
  readonly name: string;
  /** Absent where the whole line is the name. */
  readonly fields?: readonly Field[];
  /** Which of the fields names the connection slot that the line is about; absent where it is about none. */
  readonly slotAt?: number;
  /**
   * Whether the line is a reply of the same prefix, though its fields can be read as those of the URC. It is never this URC then,
   * whether somebody waits for a reply or not: a late answer to a query must not be taken for news.
   */
  isReply?(fields: FieldReader): boolean;
  /** Whether the line says only that what it would complete goes on, as where a message is sent once more. It completes nothing then. */
  readonly isInterim?: (fields: FieldReader) => boolean;
  /** Whether the line below is text that somebody outside has written, and none of the module's own. */
  isAboveText?(fields: FieldReader): boolean;
  /** One sentence for the reference page. */
  readonly summary: string;
  /** Section of the guide, or the page of facts, that it rests on. */
  readonly source: string;
}

/**
 * Completes a row, and gives it its precise argument types. All rows have the same properties in the same order, those that are
 * absent as `undefined`: engines with hidden classes then know where each is.
 */
export function command<const A extends readonly Field[]>(row: Omit<Command<A>, 'head' | 'holdsSecret'>): Command<A> {
  return {
    name: row.name,
    form: row.form,
    head: utf8Bytes(commandName(row)),
    arguments: row.arguments,
    holdsSecret: hasSecret(row.arguments),
    reply: row.reply,
    data: row.data,
    completion: row.completion,
    responseDeadline: row.responseDeadline,
    repeatable: row.repeatable,
    summary: row.summary,
    source: row.source,
  };
}

function hasSecret(fields: readonly Field[]): boolean {
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (field.kind === 'quoted' && field.secret === true) return true;
  }
  return false;
}
