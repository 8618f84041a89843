import { parentPort, workerData } from 'node:worker_threads';
import { runSeed } from './run-seed.js';

/** What each seed of a worker is run for. */
export interface SeedWork {
  readonly days: number;
  readonly haste: number;
}

// Drivers make errors for everything that fails, and where each was made takes time to find out; a replay tells it.
Error.stackTraceLimit = 0;

const work = workerData as SeedWork;

/** Runs each seed that it is given; without one it ends. */
parentPort?.on('message', (seed: number | undefined) => {
  if (seed === undefined) parentPort?.close();
  else parentPort?.postMessage(runSeed({ seed, ...work }));
});
