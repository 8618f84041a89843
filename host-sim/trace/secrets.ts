import { hidden } from './trace-text.js';

/** Shorter ones would blank half of every trace. */
const SHORTEST = 4;
/** A run of so many characters of a longer secret is hidden too: a line may be cut or garbled. */
const FRAGMENT = 8;

/** What commands have shown to be secret, to hide it wherever it turns up again. */
export class Secrets {
  /** Whole secrets and all fragments of the longer ones, by their length. */
  readonly #fragments = new Map<number, Set<string>>();

  /** One character for each byte. */
  learn(secret: string): void {
    if (secret.length < SHORTEST) return;
    const size = Math.min(secret.length, FRAGMENT);
    const fragments = this.#fragments.get(size) ?? new Set();
    this.#fragments.set(size, fragments);
    for (let start = 0; start + size <= secret.length; start += 1) fragments.add(secret.slice(start, start + size));
  }

  /** The text with every learned secret hidden, to be shown by `printable`. */
  hide(text: string): string {
    let result = text;
    for (const [size, fragments] of this.#fragments) {
      for (let start = 0; start + size <= text.length; start += 1) {
        if (fragments.has(text.slice(start, start + size))) result = hidden(result, start, start + size);
      }
    }
    return result;
  }
}
