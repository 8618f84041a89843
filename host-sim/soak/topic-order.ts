import type { OnViolation } from './violation.js';

/**
 * The order within one topic, as docs/outbox.md promises it. What was in flight comes again in its order, so a message that
 * does not go on where the last one ended is one of the last few, or begins like it: the backlog may have grown since.
 */
export class TopicOrder {
  readonly #topic: string;
  readonly #inFlight: number;
  readonly #onViolation: OnViolation;
  /** First numbers of the last messages that can have been in flight together, in their order. */
  #firsts: readonly number[] = [];
  #last = 0;

  /** `inFlight`: how many messages may be in flight at a time. */
  constructor(topic: string, inFlight: number, onViolation: OnViolation) {
    this.#topic = topic;
    this.#inFlight = inFlight;
    this.#onViolation = onViolation;
  }

  /** The sequence numbers of one message. */
  take(sequences: readonly number[]): void {
    const rises = sequences.every((sequence, index) => index === 0 || sequence > sequences[index - 1]);
    const [first] = sequences;
    const [earliest = Infinity] = this.#firsts;
    const isRepeat = first >= earliest && first <= this.#last;
    if (!rises || !(first > this.#last || isRepeat)) {
      const before = `${this.#firsts.join(', ')} to ${this.#last}`;
      this.#onViolation('order', `${this.#topic}: ${sequences.join(', ')} came after ${before}`);
    }
    this.#firsts = [...this.#firsts.filter((other) => other < first), first].slice(-this.#inFlight);
    this.#last = sequences[sequences.length - 1];
  }
}
