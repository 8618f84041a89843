import type { Watchdog } from '../modem/recovery/tools.js';
import type { MessageSource } from '../telemetry/message-source.js';

/** The same source, of which each message that is delivered feeds the watchdog. */
export function fedByDelivery(source: MessageSource, watchdog: Watchdog): MessageSource {
  return {
    next: () => source.next(),
    following: () => source.following?.(),
    get isPreparing() {
      return source.isPreparing === true;
    },
    delivered: () => {
      const isGone = source.delivered();
      feed(watchdog);
      return isGone;
    },
  };
}

/** A watchdog that throws must not take the delivery with it. */
function feed(watchdog: Watchdog): void {
  try {
    watchdog.feed();
  } catch {
    // Not fed, it does its work.
  }
}
