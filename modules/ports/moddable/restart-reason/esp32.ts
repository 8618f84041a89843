import getResetReason from 'resetReason';

/** Why the chip has started, as ESP-IDF's `esp_reset_reason()` has it: `Power-On`, `Software`, `Panic`, `Task WDT` and so on. */
export default function restartReason(): string {
  return getResetReason().string;
}
