import { FREE_ON_ESP32 } from '../device/esp32.js';

/** Of the stack, for the loop that calls the program; it leaves that the device's. */
const STACK_FOR_LOOP = 64;

/** The memory that an ESP32 leaves a program, which does not grow. All code is preloaded and takes none of it. */
export const ESP32: readonly string[] = Object.entries({
  chunk: FREE_ON_ESP32.chunkBytes,
  chunkinc: 0,
  heap: FREE_ON_ESP32.slots,
  heapinc: 0,
  stack: FREE_ON_ESP32.stack + STACK_FOR_LOOP,
}).flatMap(([name, value]) => [`-${name}`, String(value)]);
