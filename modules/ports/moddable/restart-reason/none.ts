/** The SDK tells it on the ESP32 only. */
export default function restartReason(): undefined {
  return undefined;
}
