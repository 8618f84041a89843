import type { Content } from './message-content.js';
import type { OnViolation } from './violation.js';

/** How many numbers are remembered; those that may still come are among the last. */
const REMEMBERED = 256;
/** With these an answer may refuse what was sent: the node has too much to do, or bytes of the message were lost on its way to it. */
const EXCUSES = ['busy', 'malformed', 'too-long'];

interface SentCommand {
  /** Starts of the host in which it has acted. */
  readonly actedIn: Set<number>;
  isAnswered: boolean;
}

/**
 * Whether commands of the program's own act once each, by their ids, and are answered with what has come of them; and whether a command
 * that restarts the host, which is retained at the broker, does so once.
 */
export class CommandWatch {
  readonly #isRemembered: boolean;
  readonly #onViolation: OnViolation;
  readonly #sent = new Map<number, SentCommand>();
  #last = 0;
  #start = 0;
  /** The start of the host that the planted command has ended. */
  #ended: number | undefined;
  #isPlanted = false;

  /** `isRemembered`: whether ids outlive the start in which they came. */
  constructor(isRemembered: boolean, onViolation: OnViolation) {
    this.#isRemembered = isRemembered;
    this.#onViolation = onViolation;
  }

  /** A program starts. */
  begin(): void {
    this.#start += 1;
  }

  /** One more: its number. */
  send(): number {
    this.#last += 1;
    this.#sent.set(this.#last, { actedIn: new Set(), isAnswered: false });
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > REMEMBERED) this.#sent.delete(oldest);
    return this.#last;
  }

  /** The number that was sent last. */
  get last(): number {
    return this.#last;
  }

  isAnswered(number: number): boolean {
    return this.#sent.get(number)?.isAnswered === true;
  }

  /** The program runs it. */
  ran(number: unknown): void {
    const command = this.#sent.get(Number(number));
    if (command === undefined) return this.#fail(`the command of number ${String(number)} was run, and was not sent`);
    const hasActed = this.#isRemembered ? command.actedIn.size > 0 : command.actedIn.has(this.#start);
    if (hasActed) this.#fail(`the command of number ${String(number)} has acted twice`);
    command.actedIn.add(this.#start);
  }

  /** The node has answered a command. */
  answered({ tally, repeated, error, id }: Content): void {
    const number = typeof id === 'string' && id.startsWith('tally-') ? Number(id.slice(6)) : undefined;
    const command = number === undefined ? undefined : this.#sent.get(number);
    if (number === undefined || command === undefined) return;
    command.isAnswered = true;
    if (error !== undefined) {
      if (!EXCUSES.includes(String(error))) this.#fail(`the command of number ${number} was refused: ${String(error)}`);
      return;
    }
    if (command.actedIn.size === 0) this.#fail(`the command of number ${number} was answered, and was not run`);
    const seen = (tally as { readonly seen?: unknown } | undefined)?.seen;
    if (repeated !== true && seen !== number) this.#fail(`the command of number ${number} was answered with ${String(seen)}`);
  }

  /** A command that ends the present start is retained at the broker from now on. */
  planted(): void {
    this.#isPlanted = true;
    this.#ended = undefined;
  }

  /** A command restarts the host. */
  restarting(): void {
    if (!this.#isPlanted || (this.#ended !== undefined && this.#ended !== this.#start)) this.#fail('a retained command restarts the host again');
    this.#ended = this.#start;
  }

  #fail(detail: string): void {
    this.#onViolation('commands-act-once', detail);
  }
}
