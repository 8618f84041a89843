import type { Message, MessageSource } from './message-source.js';

/** Several sources as one: the first that has a message goes first. */
export class PrioritisedSources implements MessageSource {
  readonly #sources: readonly MessageSource[];
  #current: MessageSource | undefined = undefined;

  constructor(sources: readonly MessageSource[]) {
    this.#sources = sources;
  }

  next(): Message | undefined {
    for (let index = 0; index < this.#sources.length; index += 1) {
      const message = this.#sources[index].next();
      if (message !== undefined) {
        this.#current = this.#sources[index];
        return message;
      }
    }
    return undefined;
  }

  /** Of the same source, as long as none goes before it. */
  following(): Message | undefined {
    const current = this.#current;
    if (current?.following === undefined) return undefined;
    for (let index = 0; this.#sources[index] !== current; index += 1) {
      if (this.#sources[index].next() !== undefined) return undefined;
    }
    return current.following();
  }

  get isPreparing(): boolean {
    for (let index = 0; index < this.#sources.length; index += 1) if (this.#sources[index].isPreparing === true) return true;
    return false;
  }

  delivered(): boolean {
    return this.#current?.delivered() ?? true;
  }
}
