import type { CommandHook, Spoken } from '../../host-sim/module/line/command-hook.js';
import { latin1, utf8 } from '../support/bytes.js';

/** Whatever the module itself has answered. */
const OK = utf8('\r\nOK\r\n');

/** What is said in the place of an answer (by its command, `AT+CGREG?`) or of a URC (by its name, `+CGREG`), all lines of it. */
export type Replacements = Readonly<Record<string, readonly string[]>>;

/** Lines that somebody's module has written, in the place of those of the simulated one. */
export class ReplacedLines implements CommandHook {
  /** May be changed while the module runs. */
  replacements: Replacements;
  /** Changes what is not replaced. */
  reshape: (line: string, command: string) => string = (line) => line;
  #command = '';
  #isReplaced = false;

  constructor(replacements: Replacements = {}) {
    this.replacements = replacements;
  }

  onCommand(command: string): { isIgnored: boolean; delay: number } {
    this.#command = command;
    this.#isReplaced = false;
    return { isIgnored: false, delay: 0 };
  }

  onSpoken({ kind, name, bytes }: Spoken, say: (bytes: Uint8Array) => void): void {
    const isAnswer = kind === 'information' || kind === 'final';
    const lines = this.replacements[kind === 'urc' ? (name ?? '') : isAnswer ? this.#command : ''];
    if (lines === undefined) return say(kind === 'information' ? utf8(this.reshape(latin1(bytes), this.#command)) : bytes);
    if (isAnswer && this.#isReplaced) return kind === 'final' && !isRefusal(lines) ? say(OK) : undefined;
    if (isAnswer) this.#isReplaced = true;
    for (const line of lines) say(utf8(`\r\n${line}\r\n`));
    if (kind === 'final' && !isRefusal(lines)) say(OK);
  }
}

/** A final result of its own takes the place of the module's. */
function isRefusal(lines: readonly string[]): boolean {
  return lines.some((line) => line.includes('ERROR'));
}
