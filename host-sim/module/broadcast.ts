/** Tells whoever watches; one thing that can happen. */
export class Broadcast<T> {
  readonly #watchers = new Set<(value: T) => void>();

  /** Returns the function that ends the watch. */
  watch(watcher: (value: T) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  send(value: T): void {
    for (const watcher of [...this.#watchers]) watcher(value);
  }
}
