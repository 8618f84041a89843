/**
 * Loaded before each suite (ava.config.js): a broken invariant fails the suite even where a guard in the driver has swallowed its
 * error.
 */
import type { Observed } from '../../modules/base/assert.js';

(globalThis as Observed).onBrokenInvariant = (error) => {
  queueMicrotask(() => {
    throw error;
  });
};
