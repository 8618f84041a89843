import { command, type Command } from '../../../modules/at/command.js';
import { type Field, word } from '../../../modules/at/field.js';

/**
 * Rows of commands that the simulated module takes and the driver never sends; those that both know are in the shared table.
 * Deadlines are the driver's business, so these have none that matter.
 */
const UNUSED_BY_DRIVER = { responseDeadline: 1000, repeatable: true } as const;

/** What a row is for, and where it is specified. */
export interface Purpose {
  readonly summary: string;
  readonly source: string;
}

/** A bare text as the information line, such as an IMEI. */
export const BARE_TEXT: readonly Field[] = [word('text')];

/** `AT+NAME`; `reply` are the fields behind its own name. */
export function actionRow(name: string, purpose: Purpose, reply?: readonly Field[]): Command {
  return command({ name, form: 'action', arguments: [], ...replied(name, reply), ...purpose, ...UNUSED_BY_DRIVER });
}

/** `AT+NAME?` */
export function readRow(name: string, purpose: Purpose, reply: readonly Field[]): Command {
  return command({ name, form: 'read', arguments: [], ...replied(name, reply), ...purpose, ...UNUSED_BY_DRIVER });
}

/** `AT+NAME=…` */
export function setRow(name: string, purpose: Purpose, fields: readonly Field[], reply?: readonly Field[]): Command {
  return command({ name, form: 'set', arguments: fields, ...replied(name, reply), ...purpose, ...UNUSED_BY_DRIVER });
}

/** `AT+NAME=?`, where the bounds of the other forms do not tell it all; the answer is what stands behind the name. */
export function testRow(name: string, purpose: Purpose): Command {
  return command({ name, form: 'test', arguments: [], ...replied(name, [word('range')]), ...purpose, ...UNUSED_BY_DRIVER });
}

/** `ATX…` of V.250, with its number. */
export function basicRow(name: string, purpose: Purpose, fields: readonly Field[], reply?: readonly Field[]): Command {
  const row = { name, form: 'basic', arguments: fields, ...purpose, ...UNUSED_BY_DRIVER } as const;
  return command(reply === undefined ? row : { ...row, reply: { fields: reply } });
}

/** The same command as a question: `AT+CGSN?` besides `AT+CGSN`, which modules take and libraries send. */
export function asRead(row: Command): Command {
  return command({ ...row, form: 'read' });
}

/** The same row with an information line that has no name before it. */
export function withBareReply(row: Command, fields: readonly Field[] = BARE_TEXT): Command {
  return { ...row, reply: { fields } };
}

function replied(name: string, fields: readonly Field[] | undefined): Pick<Command, 'reply'> {
  return fields === undefined ? {} : { reply: { prefix: name, fields } };
}
