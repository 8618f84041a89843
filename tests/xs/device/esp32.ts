/** The machine that Moddable makes on an ESP32 (build/devices/esp32/manifest.json); none of it grows. */
const MACHINE = { chunkBytes: 78_848, slots: 4928, stack: 512 } as const;

/** What its smallest program takes of it before it does anything. */
const IDLE_APP = { chunkBytes: 2253, slots: 180 } as const;

/** What is left for a program that does something. */
export const FREE_ON_ESP32 = {
  chunkBytes: MACHINE.chunkBytes - IDLE_APP.chunkBytes,
  slots: MACHINE.slots - IDLE_APP.slots,
  stack: MACHINE.stack,
} as const;
