import type { Message } from '../../broker/uplink.js';

/** Messages of one slot that wait for `AT+MQTTREAD`. */
export class MessageQueue {
  readonly #depth: number;
  readonly #drops: 'oldest' | 'newest';
  #messages: Message[] = [];

  constructor(depth: number, drops: 'oldest' | 'newest') {
    this.#depth = depth;
    this.#drops = drops;
  }

  get length(): number {
    return this.#messages.length;
  }

  /** Whether the message was taken in. */
  add(message: Message): boolean {
    const isFull = this.#messages.length === this.#depth;
    if (isFull && this.#drops === 'newest') return false;
    if (isFull) this.#messages.shift();
    this.#messages.push(message);
    return true;
  }

  take(): Message | undefined {
    return this.#messages.shift();
  }

  clear(): void {
    this.#messages = [];
  }
}
