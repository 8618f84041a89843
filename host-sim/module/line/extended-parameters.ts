import type { Command } from '../../../modules/at/command.js';
import type { Field } from '../../../modules/at/field.js';
import type { Arguments } from './arguments.js';
import { answer, handle, type Handler, ok } from './handler.js';
import { type Purpose, readRow, setRow, testRow } from './rows.js';
import type { Setting, Settings, SettingValue } from './settings.js';

/** A setting of an extended command: this one row gives its set, read and test forms (V.250 §5.4.4). */
export interface ExtendedParameter extends Setting, Purpose {
  readonly fields: readonly Field[];
  /** Answer of the test form, where the fields' bounds do not tell it as the specification has it. */
  readonly range?: string;
}

export function parameterHandlers(parameters: readonly ExtendedParameter[], settings: Settings): readonly Handler[] {
  return parameters.flatMap((parameter) => handlersOf(parameter, settings));
}

interface ParameterRows {
  readonly set: Command;
  readonly read: Command;
  readonly test: Command;
}

/** Made once for each parameter: a module makes its handlers at each start. */
const rowsOfParameters = new WeakMap<ExtendedParameter, ParameterRows>();

function rowsOf(parameter: ExtendedParameter): ParameterRows {
  const made = rowsOfParameters.get(parameter);
  if (made !== undefined) return made;
  const { name, fields } = parameter;
  const rows = { set: setRow(name, parameter, fields), read: readRow(name, parameter, fields), test: testRow(name, parameter) };
  rowsOfParameters.set(parameter, rows);
  return rows;
}

function handlersOf(parameter: ExtendedParameter, settings: Settings): readonly Handler[] {
  const { name, fields, range } = parameter;
  const rows = rowsOf(parameter);
  const set = handle(rows.set, (given) => {
    settings.set(name, ...changed(given, fields, settings.values(name)));
    return ok();
  });
  const read = handle(rows.read, () => answer(settings.values(name)));
  const test = range === undefined ? [] : [handle(rows.test, () => answer([range]))];
  return [set, read, ...test];
}

/** Values that are left out stay as they are. */
export function changed(given: Arguments, fields: readonly Field[], before: readonly SettingValue[]): readonly SettingValue[] {
  return fields.map((field, index) => {
    if (!given.has(field.name)) return before[index];
    return field.kind === 'integer' ? given.integerAt(index) : given.textAt(index);
  });
}
