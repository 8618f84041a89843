import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SeedResult } from './seed-result.js';
import type { SeedWork } from './seed-worker.js';
import { type SoakReport, soakReport } from './soak-report.js';

export interface SeedsOptions {
  /** The first seed. */
  readonly from: number;
  readonly seeds: number;
  /** Of virtual time, each. */
  readonly days: number;
  /** How many bad years at once; 1 when not given. */
  readonly haste?: number;
  /** Threads; one for each core when not given. */
  readonly workers?: number;
  /** Told of each seed that has ended, in the order in which they end. */
  readonly onResult?: (result: SeedResult) => void;
  /** Ends it early: seeds under way are given up, and the report is of those that have ended. */
  readonly interrupted?: Promise<void>;
}

/** Little lives long: with room for it, less is copied. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** Runs seeds side by side. What comes of a seed does not depend on how many run with it. */
export async function runSeeds(options: SeedsOptions): Promise<SoakReport> {
  const { from, seeds, days, haste = 1, workers = availableParallelism(), onResult, interrupted } = options;
  const start = performance.now();
  const results: SeedResult[] = [];
  let next = from;
  const end = from + seeds;
  const take = (): number | undefined => (next < end ? next++ : undefined);
  const threads = Array.from({ length: Math.min(workers, seeds) }, () =>
    runThread({ days, haste }, take, interrupted, (result) => {
      results.push(result);
      onResult?.(result);
    }),
  );
  await Promise.all(threads);
  return soakReport(results, (performance.now() - start) / 1000);
}

/** One thread, that asks for a seed whenever it has none. */
function runThread(
  work: SeedWork,
  take: () => number | undefined,
  interrupted: Promise<void> | undefined,
  onResult: (result: SeedResult) => void,
): Promise<void> {
  const worker = new Worker(new URL('./seed-worker.js', import.meta.url), { workerData: work, resourceLimits });
  const give = (): void => worker.postMessage(take());
  void interrupted?.then(() => worker.terminate());
  return new Promise((resolve, reject) => {
    worker.on('message', (result: SeedResult) => {
      onResult(result);
      give();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    give();
  });
}
