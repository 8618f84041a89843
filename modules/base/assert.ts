/** The global place, where whoever watches the driver hears of broken invariants. */
export interface Observed {
  onBrokenInvariant?: ((error: Error) => void) | undefined;
}

/**
 * States what cannot be otherwise, whatever module, broker or program do: where it is, the driver itself is wrong. Throws in a
 * development build. Bundles for devices are built without it (build-tools/without-assertions.js), so the condition may only look.
 *
 * A guard around a callback may swallow the error; so whoever runs the driver to find its faults, as the soak does, is told by
 * `globalThis.onBrokenInvariant`, too.
 */
export function assert(holds: boolean, invariant: string): asserts holds {
  if (holds) return;
  const error = new Error(`cannot be: ${invariant}`);
  (globalThis as Observed).onBrokenInvariant?.(error);
  throw error;
}
