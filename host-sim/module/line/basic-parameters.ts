import type { Command } from '../../../modules/at/command.js';
import { integer, word } from '../../../modules/at/field.js';
import { echo } from '../../../modules/cellular/device.js';
import { answer, handle, type Handler, ok } from './handler.js';
import { basicRow, type Purpose, readRow, setRow, withBareReply } from './rows.js';
import type { Setting, Settings } from './settings.js';

/** One of V.250's parameters: what a basic command or an S register sets. */
export interface BasicParameter extends Setting, Purpose {
  readonly maximum: number;
}

function basic(name: string, maximum: number, initial: number, summary: string, section: string): BasicParameter {
  return { name, maximum, initial: [initial], summary, source: `V.250 §${section}` };
}

/** Those with an effect here are E, Q, V, S3, S4 and S5; the others are kept because dialling programs insist on setting them. */
export const BASIC_PARAMETERS: readonly BasicParameter[] = [
  basic('E', 1, 1, 'Echo of command lines.', '6.2.4'),
  basic('Q', 2, 0, 'Suppresses result codes.', '6.2.5'),
  basic('V', 1, 1, 'Words instead of numbers as result codes.', '6.2.6'),
  basic('X', 4, 4, 'Call progress results.', '6.2.7'),
  basic('L', 3, 0, 'Loudness of the loudspeaker.', '6.3.13'),
  basic('M', 2, 0, 'Use of the loudspeaker.', '6.3.14'),
  basic('&C', 1, 1, 'What the DCD line means.', '6.2.8'),
  basic('&D', 2, 0, 'What the DTR line means.', '6.2.9'),
  basic('&S', 1, 0, 'What the DSR line means.', '6.2'),
  basic('S0', 255, 0, 'Rings until a call is answered.', '6.3.8'),
  basic('S3', 127, 13, 'Line termination character.', '6.2.1'),
  basic('S4', 127, 10, 'Response formatting character.', '6.2.2'),
  basic('S5', 127, 8, 'Line editing character.', '6.2.3'),
  basic('S6', 10, 2, 'Seconds before dialling.', '6.3.9'),
  basic('S7', 255, 60, 'Seconds until a call must be up.', '6.3.10'),
  basic('S8', 255, 2, 'Seconds that a comma in a number means.', '6.3.11'),
  basic('S10', 254, 14, 'Tenths of a second without carrier until the call ends.', '6.3.12'),
];

interface ParameterRows {
  readonly name: string;
  readonly set: Command;
  /** Of registers only. */
  readonly read: Command | undefined;
}

/** Made once: a module makes its handlers at each start. */
const ROWS: readonly ParameterRows[] = BASIC_PARAMETERS.map(rowsOf);

function rowsOf(parameter: BasicParameter): ParameterRows {
  const { name, maximum } = parameter;
  if (name === 'E') return { name, set: echo, read: undefined };
  const fields = [integer('value', 0, maximum)];
  if (!isRegister(name)) return { name, set: basicRow(name, parameter, fields), read: undefined };
  const read = withBareReply(readRow(name, parameter, []), [word('value')]);
  return { name, set: setRow(name, parameter, fields), read };
}

export function basicParameterHandlers(settings: Settings): readonly Handler[] {
  return ROWS.flatMap((rows) => parameterHandlers(rows, settings));
}

function parameterHandlers({ name, set, read }: ParameterRows, settings: Settings): readonly Handler[] {
  const setter = handle(set, (given) => {
    settings.set(name, given.integerAt(0));
    return ok();
  });
  if (read === undefined) return [setter];
  return [setter, handle(read, () => answer([threeDigits(settings.get(name))]))];
}

function isRegister(name: string): boolean {
  return /^S\d/.test(name);
}

/** As V.250 §5.3.2 has the value of a register. */
function threeDigits(value: number): string {
  return String(value).padStart(3, '0');
}

/** What `AT&V` shows: `E1 Q0 V1 …` in one line, the registers in another. */
export function describeBasicParameters(settings: Settings): readonly string[] {
  const names = BASIC_PARAMETERS.map(({ name }) => name);
  const commands = names.filter((name) => !isRegister(name)).map((name) => `${name}${settings.get(name)}`);
  const registers = names.filter(isRegister).map((name) => `${name}:${threeDigits(settings.get(name))}`);
  return [commands.join(' '), registers.join(' ')];
}
