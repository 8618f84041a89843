import type { Alarm, Time } from '../../ports/time.js';
import type { CommandReply } from './command.js';
import type { CommandSender } from './answer.js';

/** Commands that may be under way at once. */
const OPEN_LIMIT = 4;
/** Milliseconds that a command may take to reply. */
const PATIENCE = 30000;

/** A command that was begun. */
export interface OpenReply {
  readonly name: string;
  readonly id: CommandSender | undefined;
  readonly dueAt: number;
  /** Only the first call counts. */
  readonly reply: CommandReply;
}

/** `answer` is `undefined` where none has come in time. */
export type AnswerListener = (name: string, id: CommandSender | undefined, answer: unknown) => void;

/** The commands that were begun and have not replied. */
export class OpenReplies {
  readonly #time: Time;
  readonly #onAnswer: AnswerListener;
  readonly #alarm: Alarm;
  #open: OpenReply[] = [];

  constructor(time: Time, onAnswer: AnswerListener) {
    this.#time = time;
    this.#onAnswer = onAnswer;
    this.#alarm = time.alarm(() => this.#expire());
  }

  /** Whether one more may be begun. */
  get hasRoom(): boolean {
    return this.#open.length < OPEN_LIMIT;
  }

  begin(name: string, id: CommandSender | undefined): OpenReply {
    const open: OpenReply = {
      name,
      id,
      dueAt: this.#time.now() + PATIENCE,
      reply: (answer = true) => {
        if (this.cancel(open)) this.#onAnswer(name, id, answer);
      },
    };
    this.#open.push(open);
    this.#watch();
    return open;
  }

  /** It is over, and what it still replies counts no more. False where it was over before. */
  cancel(open: OpenReply): boolean {
    const index = this.#open.indexOf(open);
    if (index < 0) return false;
    this.#open.splice(index, 1);
    this.#watch();
    return true;
  }

  close(): void {
    this.#open = [];
    this.#alarm.disarm();
  }

  #expire(): void {
    const now = this.#time.now();
    while (this.#open.length > 0 && this.#open[0].dueAt <= now) {
      const { name, id } = this.#open[0];
      this.#open.splice(0, 1);
      this.#onAnswer(name, id, undefined);
    }
    this.#watch();
  }

  /** They are in the order of their deadlines. */
  #watch(): void {
    if (this.#open.length === 0) this.#alarm.disarm();
    else this.#alarm.arm(Math.max(0, this.#open[0].dueAt - this.#time.now()));
  }
}
