import type { Command } from '../../modules/at/command.js';
import { commandName } from '../../modules/at/command-name.js';

/** The command line under way: what the answer must be held against. */
export class Conversation {
  /** The last command line as it was sent, which its echo repeats. */
  line: Uint8Array = new Uint8Array(0);
  /**
   * Whether what was sent last is not shown in full, or was not heard: then an echo, which may come garbled or cut, must not
   * show it either. A final result changes nothing, as an echo may be behind another line's.
   */
  isHiding = true;
  #rows: readonly Command[] = [];
  #unanswered: readonly Command[] = [];
  #name: string | undefined;
  #since = 0;

  begin(line: Uint8Array, rows: readonly Command[], isShown: boolean, time: number): void {
    this.line = line;
    this.isHiding = !isShown;
    this.#rows = rows;
    this.#unanswered = rows;
    this.#name = rows.map(commandName).join(' ');
    this.#since = time;
  }

  /** Rows whose reply has not come. */
  get unanswered(): readonly Command[] {
    return this.#unanswered;
  }

  /** Whether it is of the line under way, be it that it has been answered. */
  hasAsked(row: Command): boolean {
    return this.#rows.includes(row);
  }

  /** A row has one reply: what looks like a second is a URC. */
  answered(row: Command): void {
    this.#unanswered = this.#unanswered.filter((other) => other !== row);
  }

  /** The final result ends it; gives how long it took and what. */
  end(time: number): string {
    const name = this.#name;
    this.#name = undefined;
    this.#rows = [];
    this.#unanswered = [];
    if (name === undefined) return 'no command is under way';
    const duration = `after ${Number((time - this.#since).toFixed(1))} ms`;
    return name === '' ? duration : `${name} ${duration}`;
  }
}
