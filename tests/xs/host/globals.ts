/** What the XS host adds to the engine's own globals (xshost.c). */
export interface HostGlobals {
  /** A line on standard output. */
  print(...values: unknown[]): void;
  /** Collects garbage now. */
  gc(): void;
  exit(status: number): never;
  /** Writes the machine's counters into the array's buffer, in the order of `COUNTERS`, and allocates nothing. */
  heap(counters: Float64Array): void;
  /** The peaks of slots, chunks and stack are counted from here on. */
  markPeaks(): void;
  /** From here on the stack is as large as that for whatever is called, as if the machine itself called it; peaks count so too. */
  limitStack(slots: number): void;
  /** Copies the first `count` bytes of one array to another's start, as native code does. Allocates nothing. */
  copy(target: Uint8Array, source: Uint8Array, count: number): void;
  /**
   * Sends the first `length` bytes of `frame` through file descriptor 3, waits for the frame that answers, which takes their
   * place, and gives its length. Where the other side is gone, the process ends with status 0. Allocates nothing.
   */
  exchange(frame: ArrayBuffer, length: number): number;
  /** Seconds that a processor has spent on this process: for benchmarks, which others on the machine do not slow down so. */
  processorTime(): number;
  /** So many bytes that are not in the machine's heap, as native code has them: zero at first. */
  memory(byteLength: number): ArrayBuffer;
  /** Bytes of the code that the text of a module becomes, as the device's compiler makes it. */
  codeSize(source: string): number;
  /** The namespace of a preloaded module. */
  preloaded(name: string): object;
}

export const host = globalThis as unknown as HostGlobals;
