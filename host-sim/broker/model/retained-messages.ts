import { matchesFilter } from '../topic-filter.js';
import type { Message } from '../uplink.js';

/** The last message of each topic that was published with the retain flag (guide §5.2). */
export class RetainedMessages {
  readonly #messages = new Map<string, Message>();

  /** An empty payload deletes what is retained (MQTT 3.1.1 §3.3.1.3). */
  note(message: Message): void {
    if (!message.isRetained) return;
    if (message.payload.length === 0) this.#messages.delete(message.topic);
    else this.#messages.set(message.topic, message);
  }

  matching(filter: string): Message[] {
    return [...this.#messages.values()].filter((message) => matchesFilter(filter, message.topic));
  }
}
