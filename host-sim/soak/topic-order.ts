import type { OnViolation } from './violation.js';

/**
 * The order within one topic, as docs/outbox.md promises it. One message is in flight at a time, so what comes again is the last
 * message, or begins like it: the backlog may have grown since.
 */
export class TopicOrder {
  readonly #topic: string;
  readonly #onViolation: OnViolation;
  #first = 0;
  #last = 0;

  constructor(topic: string, onViolation: OnViolation) {
    this.#topic = topic;
    this.#onViolation = onViolation;
  }

  /** The sequence numbers of one message. */
  take(sequences: readonly number[]): void {
    const rises = sequences.every((sequence, index) => index === 0 || sequence > sequences[index - 1]);
    const [first] = sequences;
    const isRepeat = first >= this.#first && first <= this.#last;
    if (!rises || !(first > this.#last || isRepeat)) {
      this.#onViolation('order', `${this.#topic}: ${sequences.join(', ')} came after ${this.#first} to ${this.#last}`);
    }
    this.#first = first;
    this.#last = sequences[sequences.length - 1];
  }
}
