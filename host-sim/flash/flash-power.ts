/** What is under way when power fails. */
export interface FlashOperation {
  /** What was under way: a write only clears bits, an erase sets them. */
  readonly kind: 'write' | 'erase';
  /** The bytes it works on. */
  readonly stored: Uint8Array;
  /** What they are to be. */
  readonly wanted: Uint8Array;
}

/** What an operation has done when power fails in it: any change to `stored` that its kind allows. */
export type Interruption = (operation: FlashOperation) => void;

/** Thrown by the operation in which power fails, and by every one after it until power is back. */
export class PowerFailure extends Error {
  constructor() {
    super('power has failed');
    this.name = 'PowerFailure';
  }
}

/** The supply of a simulated flash: fails in the operation that it was told, and leaves it half done. */
export class FlashPower {
  #operations = 0;
  #failsIn = Infinity;
  #interruption: Interruption | undefined = undefined;
  #isOn = true;

  /** Writes and erases that were begun so far. */
  get operations(): number {
    return this.#operations;
  }

  /** Whether there is power. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Lets power fail in the write or erase number `operation`, counted from 0 like {@link operations}. */
  failIn(operation: number, interruption: Interruption): void {
    this.#failsIn = operation;
    this.#interruption = interruption;
  }

  /** Gives the power back, and forgets when it was to fail. */
  restore(): void {
    this.#isOn = true;
    this.#failsIn = Infinity;
  }

  /** Throws {@link PowerFailure} while there is no power. */
  check(): void {
    if (!this.#isOn) throw new PowerFailure();
  }

  /** Does `complete`, or what {@link failIn} was given. */
  spend(operation: FlashOperation, complete: () => void): void {
    const number = this.#operations;
    this.#operations += 1;
    if (number !== this.#failsIn) return complete();
    this.#isOn = false;
    this.#interruption?.(operation);
    throw new PowerFailure();
  }
}
