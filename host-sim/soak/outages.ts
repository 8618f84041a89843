/** How long the node could not publish, each time. */
export class Outages {
  /** In milliseconds, those that are over. */
  readonly durations: number[] = [];
  readonly #now: () => number;
  #since: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  begin(): void {
    this.#since ??= this.#now();
  }

  end(): void {
    if (this.#since === undefined) return;
    this.durations.push(this.#now() - this.#since);
    this.#since = undefined;
  }
}
