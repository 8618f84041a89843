import { commandName } from '../../modules/at/command-name.js';
import { errorFormatQuery } from '../../modules/cellular/device.js';
import type { ModuleEvent } from '../module/module-event.js';
import { latin1Text } from '../module/line/byte-text.js';
import type { OnViolation } from './violation.js';

const CR = 0x0d;
const A = 0x41;
const T = 0x54;
/** Characters of the longest name of a command, and more. */
const LONGEST_NAME = 32;
const PROBE = commandName(errorFormatQuery);

/**
 * Whether each command was answered by its own answer, seen from outside: one that was answered by another's ends before the
 * module has said its result, and the driver goes on to the next. So when the driver begins a command line, the module must have
 * said the result of the one before; or the driver has given that up, and said so by starting to resynchronise the line. Of the
 * probes that it then sends it needs an answer to one.
 */
export class OwnAnswers {
  readonly #onViolation: OnViolation;
  /** The driver's counter of resynchronisations. */
  readonly #synchronisations: () => number;
  #isAtLineStart = true;
  /** How the command line begins that was begun last: its name, at least. */
  readonly #line = new Uint8Array(LONGEST_NAME);
  #length = 0;
  #isAnswered = true;
  #synchronisationsBefore = 0;
  #running: string | undefined;

  constructor(synchronisations: () => number, onViolation: OnViolation) {
    this.#synchronisations = synchronisations;
    this.#onViolation = onViolation;
  }

  /** The driver writes: a command line, a part of one, data, or line ends. */
  written(bytes: Uint8Array): void {
    const begins = this.#isAtLineStart && bytes.length > 1 && bytes[0] === A && bytes[1] === T;
    if (begins) this.#begin();
    if (begins || !this.#isAtLineStart) this.#keep(bytes);
    this.#isAtLineStart = bytes[bytes.length - 1] === CR;
  }

  /** The module tells what it runs, and what it answers. */
  follow(event: ModuleEvent): void {
    if (event.type === 'command') this.#running = event.command;
    if (event.type !== 'result') return;
    // What is no command of the module's is answered without having run.
    if (this.#running === undefined || this.#beginsWith(this.#running)) this.#isAnswered = true;
    this.#running = undefined;
  }

  #begin(): void {
    const count = this.#synchronisations();
    if (!this.#isAnswered && !this.#beginsWith(PROBE) && count === this.#synchronisationsBefore) {
      const name = nameOf(latin1Text(this.#line, 0, this.#length));
      this.#onViolation('own-answers', `the module has not answered ${name}, and the driver goes on`);
    }
    this.#length = 0;
    this.#isAnswered = false;
    this.#synchronisationsBefore = count;
  }

  #keep(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length && this.#length < LONGEST_NAME; index += 1) {
      this.#line[this.#length] = bytes[index];
      this.#length += 1;
    }
  }

  #beginsWith(name: string): boolean {
    if (name.length > this.#length) return false;
    for (let index = 0; index < name.length; index += 1) if (this.#line[index] !== name.charCodeAt(index)) return false;
    return true;
  }
}

/** Without its arguments: those hold secrets. */
function nameOf(line: string): string {
  return /^[^=\r]*/.exec(line)?.[0] ?? '';
}
