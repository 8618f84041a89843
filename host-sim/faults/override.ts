/**
 * A value that several faults may want different at once: the latest has its way, and when all are lifted it is again what it
 * was before the first, in whatever order they go.
 */
export class Override<T> {
  readonly #read: () => T;
  readonly #write: (value: T) => void;
  #base: T | undefined;
  #wanted: readonly { readonly value: T }[] = [];

  constructor(read: () => T, write: (value: T) => void) {
    this.#read = read;
    this.#write = write;
  }

  /** Returns the function that takes it back. */
  set(value: T): () => void {
    const base = this.#wanted.length === 0 ? this.#read() : (this.#base as T);
    const wish = { value };
    this.#base = base;
    this.#wanted = [...this.#wanted, wish];
    this.#write(value);
    return () => {
      this.#wanted = this.#wanted.filter((other) => other !== wish);
      const latest = this.#wanted.at(-1);
      this.#write(latest === undefined ? base : latest.value);
    };
  }
}

/** One that nobody else looks after: it is held here. */
export function heldOverride<T>(initial: T): { readonly override: Override<T>; readonly get: () => T } {
  let value = initial;
  const get = (): T => value;
  return {
    override: new Override(get, (next) => {
      value = next;
    }),
    get,
  };
}
