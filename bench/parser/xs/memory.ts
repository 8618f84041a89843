import { FREE_ON_ESP32 } from '../../../tests/xs/device/esp32.js';
import type { Counters } from '../../../tests/xs/heap.js';

/** Stack to load a program from source with, every name of its modules in one frame; run.ts leaves it the device's for the rest. */
const STACK_TO_LOAD = 4096;

/** A heap that grows, to find out what a program takes when it is loaded. */
export const GROWING: readonly string[] = ['-stack', String(STACK_TO_LOAD)];

/**
 * A heap that leaves a loaded program exactly what an ESP32 leaves it, and does not grow. On the device the engine's own
 * objects and all preloaded code are in flash; here they are in the heap, which is larger by just that: `loaded` is a machine
 * with the code loaded, nothing of it run, and its garbage collected.
 */
export function likeEsp32(loaded: Counters): readonly string[] {
  const options = {
    chunk: loaded.chunkBytes + FREE_ON_ESP32.chunkBytes,
    chunkinc: 0,
    heap: loaded.slots + FREE_ON_ESP32.slots,
    heapinc: 0,
    stack: STACK_TO_LOAD,
  };
  return Object.entries(options).flatMap(([name, value]) => [`-${name}`, String(value)]);
}

/** Memory that holds something beyond what was there when the program was loaded. */
export function taken(now: Counters, loaded: Counters): { readonly slots: number; readonly chunkBytes: number } {
  return { slots: now.slots - loaded.slots, chunkBytes: now.chunkBytes - loaded.chunkBytes };
}
