/** Calls that wait for their outcome: each is told once, or forgotten together with its connection. */
export class Outstanding {
  readonly #failures = new Set<() => void>();
  #isEnded = false;

  /** Returns the function that tells the outcome; it does nothing once the call has been told or forgotten. */
  add<Outcome>(onDone: (outcome: Outcome) => void, failure: NoInfer<Outcome>): (outcome: Outcome) => void {
    const fail = (): void => onDone(failure);
    if (!this.#isEnded) this.#failures.add(fail);
    return (outcome) => {
      if (this.#failures.delete(fail)) onDone(outcome);
    };
  }

  failAll(): void {
    for (const fail of [...this.#failures]) if (this.#failures.delete(fail)) fail();
  }

  /** Forgets all calls, those to come included. */
  end(): void {
    this.#isEnded = true;
    this.#failures.clear();
  }
}
