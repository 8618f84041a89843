/** Milliseconds that anything in these tests may take: a hundred times what it takes on an idle machine. */
const LIMIT = 20_000;

/**
 * Waits for what callbacks bring about, without sleeping and without polling: whoever hears of something says so by
 * {@link changed}, and only then does anybody look.
 */
export class Awaiter {
  readonly #looks = new Set<() => void>();

  /** Something has happened. */
  changed(): void {
    for (const look of this.#looks) look();
  }

  /**
   * Resolves with what `find` gives as soon as that is neither `undefined` nor false. Rejects after 20 s with what was waited
   * for, and the state of things as it is then.
   */
  until<T>(find: () => T | false | undefined, what: string, state: () => string): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined || found === false) return;
        this.#looks.delete(look);
        clearTimeout(limit);
        resolve(found);
      };
      const limit = setTimeout(() => {
        this.#looks.delete(look);
        reject(new Error(`not within ${LIMIT} ms: ${what} (${state()})`));
      }, LIMIT);
      this.#looks.add(look);
      look();
    });
  }
}
