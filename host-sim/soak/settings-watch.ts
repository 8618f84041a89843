import type { Content } from './message-content.js';
import type { OnViolation } from './violation.js';

/** Answers that may still be on their way. */
const REMEMBERED = 64;

/** Whether the node obeys its commands, those only, and answers with what it does. */
export class SettingsWatch {
  readonly #onViolation: OnViolation;
  readonly #commanded = new Set<number>();
  /** Seconds, as they were obeyed. */
  #obeyed: readonly number[] = [];

  constructor(onViolation: OnViolation) {
    this.#onViolation = onViolation;
  }

  commanded(seconds: number): void {
    this.#commanded.add(seconds);
  }

  /** The node says that it samples at this interval, in milliseconds, from now on. */
  changed(interval: number): void {
    const seconds = interval / 1000;
    if (!this.#commanded.has(seconds)) this.#fail(`it samples every ${seconds} s, which nobody has commanded`);
    this.#obeyed = [...this.#obeyed, seconds].slice(-REMEMBERED);
  }

  /** Tells whether a command was obeyed: one that was garbled on its way is refused, and so may an answer be (F9). */
  answered({ interval }: Content): boolean {
    if (typeof interval !== 'number') return false;
    if (!this.#obeyed.includes(interval)) this.#fail(`it answers ${interval} s, and has not obeyed`);
    return true;
  }

  #fail(detail: string): void {
    this.#onViolation('settings-obeyed', detail);
  }
}
