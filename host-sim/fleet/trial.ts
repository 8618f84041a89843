import { setTimeout as wait } from 'node:timers/promises';
import type { Census } from './census.js';
import { FleetBroker } from './fleet-broker.js';
import { Fleet } from './fleet.js';
import { ReadingCounter } from './reading-counter.js';

const LOOK = 500;
const LIMIT = 600_000;

export interface TrialOptions {
  /** The user's own broker, which cannot be restarted from here; one in a thread of its own where absent. */
  readonly brokerUrl?: string;
  readonly nodes: number;
  readonly threads: number;
  /** Milliseconds between two readings of a node. */
  readonly interval: number;
  /** Milliseconds for which the running fleet is measured. */
  readonly duration: number;
  /** Milliseconds for which the broker is down; 0 leaves it up. */
  readonly outage: number;
}

export interface TrialResult {
  readonly nodes: number;
  /** Milliseconds from switching all on at once until all have a session. */
  readonly startUp: number;
  /** Readings that reached an independent subscriber in a second. */
  readonly perSecond: number;
  /** Nodes that one core, all of it, would carry at this interval. */
  readonly nodesPerCore: number;
  /** Bytes of JavaScript heap, without garbage and without what a thread takes by itself. */
  readonly memoryPerNode: number;
  /** Milliseconds from the broker's return until all have a session again, and until what they had gathered was delivered. */
  readonly reconnected?: number;
  readonly drained?: number;
  readonly dropped: number;
}

/** `phase` for people, and how many of all nodes have come as far as it wants. */
export type Progress = (phase: string, done: number, nodes: number) => void;

/** Starts a fleet of one size, measures it, takes its broker away and gives it back. Rejects where it does not come up. */
export async function trial(options: TrialOptions, onProgress: Progress): Promise<TrialResult> {
  const broker = options.brokerUrl === undefined ? await FleetBroker.start() : undefined;
  const brokerUrl = options.brokerUrl ?? broker?.url ?? '';
  const counter = await ReadingCounter.open(brokerUrl);
  const fleet = new Fleet({ ...options, brokerUrl });
  try {
    const result = await measured(options, fleet, broker, counter, onProgress);
    await fleet.close();
    return result;
  } finally {
    await fleet.abandon();
    await counter.close();
    await broker?.close();
  }
}

async function measured(
  { nodes, duration, outage }: TrialOptions,
  fleet: Fleet,
  broker: FleetBroker | undefined,
  counter: ReadingCounter,
  onProgress: Progress,
): Promise<TrialResult> {
  const until = async (phase: string, done: (census: Census) => number): Promise<number> => {
    const start = performance.now();
    for (;;) {
      const count = done(await fleet.census());
      onProgress(phase, count, nodes);
      const taken = performance.now() - start;
      if (count === nodes) return taken;
      if (taken > LIMIT) {
        throw new Error(`${phase}: ${count} of ${nodes} nodes within ${LIMIT / 1000} s: take fewer nodes or a longer interval`);
      }
      await wait(LOOK);
    }
  };

  await fleet.start();
  const startUp = await until('starting', ({ online }) => online);
  // What was sampled while there was no session goes first.
  await fleet.mark();
  await until('settling', ({ behind }) => nodes - behind);
  await fleet.census();
  const before = counter.count;
  const start = performance.now();
  await wait(duration);
  const running = await fleet.census();
  const elapsed = performance.now() - start;
  const perSecond = ((counter.count - before) / elapsed) * 1000;
  const { heap } = await fleet.weigh();
  const result = {
    nodes,
    startUp,
    perSecond,
    nodesPerCore: (nodes * elapsed) / running.active,
    memoryPerNode: heap / nodes,
  };
  if (broker === undefined || outage === 0) return { ...result, dropped: running.dropped };

  await broker.down();
  await wait(outage);
  await broker.up();
  const back = performance.now();
  await fleet.mark();
  await until('reconnecting', ({ online }) => online);
  const reconnected = performance.now() - back;
  await until('draining', ({ behind }) => nodes - behind);
  return { ...result, reconnected, drained: performance.now() - back, dropped: (await fleet.census()).dropped };
}
