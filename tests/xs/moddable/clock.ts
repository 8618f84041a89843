/** The tick counter of the device: milliseconds, 32 bits, as `pdTICKS_TO_MS(xTaskGetTickCount())` is on an ESP32. */
export const clock = {
  /** From 0 to 2^32 - 1; wraps. */
  ticks: 0,
};
