/** Where packets enter the broker. While it is stalled they wait, as in the buffers of a frozen process. */
export class Gate {
  #isStalled = false;
  #waiting: (() => void)[] = [];

  pass(packet: () => void): void {
    if (this.#isStalled) this.#waiting.push(packet);
    else packet();
  }

  stall(): void {
    this.#isStalled = true;
  }

  /** Lets in what waits, in the order in which it came. */
  resume(): void {
    this.#isStalled = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const packet of waiting) packet();
  }
}
