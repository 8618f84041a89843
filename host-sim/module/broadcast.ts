/** Tells whoever watches; one thing that can happen. */
export class Broadcast<T> {
  /** Never changed: who begins or ends a watch meanwhile does not change who is told. */
  #watchers: readonly ((value: T) => void)[] = [];

  /** Returns the function that ends the watch. */
  watch(watcher: (value: T) => void): () => void {
    this.#watchers = [...this.#watchers, watcher];
    return () => {
      this.#watchers = this.#watchers.filter((other) => other !== watcher);
    };
  }

  /** Tells all watchers, in the order in which they came. */
  send(value: T): void {
    for (const watcher of this.#watchers) watcher(value);
  }
}
