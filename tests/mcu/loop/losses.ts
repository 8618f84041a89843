/** What ran on the core while bytes came for which the FIFO had no room. */
export type Cause = 'a turn' | 'a turn with a garbage collection' | 'a flash erase' | 'a page write';

/** Bytes that were lost, by what was going on and by what kept the core from reading. */
export class Losses {
  readonly #bytes = new Map<string, Map<Cause, number>>();

  add(path: string, cause: Cause, count: number): void {
    if (count === 0) return;
    const causes = this.#bytes.get(path) ?? new Map<Cause, number>();
    this.#bytes.set(path, causes);
    causes.set(cause, (causes.get(cause) ?? 0) + count);
  }

  /** By path and cause. */
  get entries(): readonly { readonly path: string; readonly cause: Cause; readonly bytes: number }[] {
    return [...this.#bytes].flatMap(([path, causes]) => [...causes].map(([cause, bytes]) => ({ path, cause, bytes })));
  }

  /** All but those during an erase, which stops the core and its interrupts whatever the program does. */
  get outsideErases(): number {
    return this.entries.filter(({ cause }) => cause !== 'a flash erase').reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
