import { existsSync, readFileSync } from 'node:fs';

/** Linux: nanoseconds of this thread on a processor, first of three numbers. */
const SCHEDULER_STATISTICS = '/proc/thread-self/schedstat';
const hasStatistics = existsSync(SCHEDULER_STATISTICS);

/**
 * Milliseconds that this thread has worked, from any start. Where the system does not tell the time on a processor, that in which
 * the event loop was not idle, which is more where other programs want the same processor.
 */
export function busyTime(): number {
  if (!hasStatistics) return performance.eventLoopUtilization().active;
  return Number(readFileSync(SCHEDULER_STATISTICS, 'utf8').split(' ')[0]) / 1e6;
}
