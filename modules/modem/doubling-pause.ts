/** Pauses that double from `first` up to `longest` milliseconds. */
export class DoublingPause {
  readonly #longest: number;
  #next: number;

  constructor(first: number, longest: number) {
    this.#longest = longest;
    this.#next = first;
  }

  next(): number {
    const pause = this.#next;
    this.#next = Math.min(pause * 2, this.#longest);
    return pause;
  }
}
