/** Milliseconds; asking more often would cost more than the keep-alive itself. */
const SHORTEST = 60000;
/** Below the 2.5 minutes after which networks forget an idle connection (F18). */
const WITHOUT_KEEP_ALIVE = 120000;

/**
 * Milliseconds without an acknowledgement after which a keep-alive probe is sent: one and a half keep-alive intervals, so that a module
 * which notices by itself that its pings are not answered speaks first, and with the better reason.
 */
export function livenessInterval(keepAlive: number): number {
  return keepAlive === 0 ? WITHOUT_KEEP_ALIVE : Math.max(SHORTEST, keepAlive * 1.5);
}
