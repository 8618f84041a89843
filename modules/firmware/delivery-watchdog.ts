import type { Watchdog } from '../modem/recovery/tools.js';
import type { Sender } from '../telemetry/shared-line.js';

/** The same sender, of whose messages each that is delivered feeds the watchdog. */
export function fedByDelivery({ sendingClass, source }: Sender, watchdog: Watchdog): Sender {
  return {
    sendingClass,
    source: {
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
      closed: () => source.closed?.(),
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
