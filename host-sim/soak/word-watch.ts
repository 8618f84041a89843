import { matchesFilter } from '../broker/topic-filter.js';
import type { OnViolation } from './violation.js';

/** What the program listens on besides its commands: a topic may match both. */
export const WORD_FILTERS = ['plant/+/word', 'plant/all/#'] as const;
const TOPICS = ['plant/all/word', 'plant/node-1/word', 'plant/all/roof/sun'] as const;

/** A message to those that listen. */
export interface Word {
  readonly topic: string;
  readonly text: string;
}

/** Whether what comes on topics of the program's own is what was published there, byte by byte, and comes to whoever listens there. */
export class WordWatch {
  readonly #onViolation: OnViolation;
  /** Filters under which each message was heard, by its text. */
  readonly #published = new Map<string, { readonly topic: string; readonly heard: Set<string> }>();

  constructor(onViolation: OnViolation) {
    this.#onViolation = onViolation;
  }

  /** The next message: each topic has its turn, and each length. */
  next(): Word {
    const number = this.#published.size + 1;
    const topic = TOPICS[number % TOPICS.length];
    const text = `word ${number} ${'.'.repeat((number * 37) % 200)}`;
    this.#published.set(text, { topic, heard: new Set() });
    return { topic, text };
  }

  heard(filter: string, topic: string, text: string): void {
    // What others publish on topics that match comes too.
    if (!TOPICS.some((own) => own === topic)) return;
    const word = this.#published.get(text);
    if (word?.topic !== topic) return this.#fail(`${JSON.stringify(text)} has come on ${topic}, and was not published there`);
    if (!matchesFilter(filter, topic)) this.#fail(`${topic} has come to who listens on ${filter}`);
    word.heard.add(filter);
  }

  /** Whether all that listen on its topic have it. */
  isHeard({ topic, text }: Word): boolean {
    const heard = this.#published.get(text)?.heard;
    return WORD_FILTERS.every((filter) => !matchesFilter(filter, topic) || heard?.has(filter) === true);
  }

  #fail(detail: string): void {
    this.#onViolation('messages-intact', detail);
  }
}
