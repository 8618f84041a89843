import { checkArray, checkCallback, checkMethods, checkObject, refuseUnknownOptions } from '../../base/checks.js';
import { invalidArgument } from '../../base/errors.js';

const SOURCE = 'docs/remote-commands.md';
const LONGEST_NAME = 32;
const LARGEST_TABLE = 32;

/** Answers a command; without a value, or with `undefined`, by `true`. Only the first call counts, and within 30 seconds. */
export type CommandReply = (answer?: unknown) => void;

/** What a node does when it is told to. */
export interface RemoteCommand<T = unknown> {
  /**
   * Names of the properties that the value may have where it is an object, or holds objects; none by default. Another one is refused by
   * name: on XS each name that a program has not had before would take room for ever.
   */
  readonly properties?: readonly string[];
  /**
   * Makes of the value that has come what {@link run} is given; the value itself where it is left out. It is anything that JSON
   * has. What it throws, the sender is answered with: `throw new Error('must be true or false')`.
   */
  parse?(value: unknown): T;
  /** Does it. What it throws, the sender is answered with; where it neither throws nor replies, `unanswered`. */
  run(value: T, reply: CommandReply): void;
}

/** Commands by their names: 1 to 32 letters, digits, `-` and `_`. */
export type Commands = Readonly<Record<string, RemoteCommand>>;

/** Names in a command or its answer that mean something else. */
const RESERVED = ['id', 'error', 'command', 'reason', 'repeated', 'dropped'];

/** Throws `invalid-argument`, which names the command, for what is none, and for the name of one in `taken`. */
export function checkCommands(commands: Commands, taken: readonly string[]): void {
  checkObject('commands', commands, SOURCE);
  const names = Object.keys(commands);
  if (names.length > LARGEST_TABLE) throw invalidArgument('commands', `must be at most ${LARGEST_TABLE}, are ${names.length}`, SOURCE);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index];
    if (!isName(name)) {
      throw invalidArgument(`commands.${name}`, `must be 1 to ${LONGEST_NAME} letters, digits, - and _`, SOURCE);
    }
    if (RESERVED.indexOf(name) >= 0) throw invalidArgument(`commands.${name}`, 'means something else in an answer', SOURCE);
    if (taken.indexOf(name) >= 0) throw invalidArgument(`commands.${name}`, 'is built in', SOURCE);
    checkCommand(commands[name], `commands.${name}`);
  }
}

function checkCommand(command: RemoteCommand, argument: string): void {
  refuseUnknownOptions(command, ['properties', 'parse', 'run'], `${argument}.`, SOURCE);
  checkMethods(`${argument}.run`, command, ['run'], 'a function', SOURCE);
  checkCallback(`${argument}.parse`, command.parse, SOURCE);
  const { properties = [] } = command;
  checkArray(`${argument}.properties`, properties, SOURCE);
  for (let index = 0; index < properties.length; index += 1) {
    const property = properties[index] as unknown;
    if (typeof property !== 'string' || property === '__proto__') {
      throw invalidArgument(`${argument}.properties[${index}]`, 'must be the name of a property', SOURCE);
    }
  }
}

function isName(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const letter = code | 0x20;
    const isLetter = letter >= 0x61 && letter <= 0x7a;
    const isDigit = code >= 0x30 && code <= 0x39;
    if (!isLetter && !isDigit && code !== 0x2d && code !== 0x5f) return false;
  }
  return text.length >= 1 && text.length <= LONGEST_NAME;
}
