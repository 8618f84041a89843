import { availableParallelism } from 'node:os';
import { lackOf } from '../../host-sim/fleet/limits.js';
import { thisMachine } from '../../host-sim/fleet/machine.js';
import { trial, type TrialOptions, type TrialResult } from '../../host-sim/fleet/trial.js';
import type { Benchmark } from '../benchmark.js';

const NODES = [10, 100, 1000, 10_000];
/** Milliseconds. Beside a fleet's own limit, what it takes to see two readings of each node. */
const STORM = { interval: 30_000, ramp: 0, duration: 60_000, outage: 30_000 };
/** Slow enough for one core to switch on the largest fleet as fast as its nodes want. */
const RAMP = { ...STORM, ramp: 120_000, outage: 0 };
const SHORT = { interval: 1000, ramp: 0, duration: 1000, outage: 0 };

export const fleet: Benchmark = {
  name: 'fleet',
  about: 'fleets of nodes against one real broker: nodes per core, memory, start-up and restart',
  async run({ isQuick }) {
    const threads = Math.max(1, availableParallelism() - 1);
    const results: TrialResult[] = [];
    for (const options of isQuick ? [{ ...SHORT, nodes: 2 }] : scenarios()) {
      results.push(await trial({ ...options, threads }, () => undefined));
    }
    const { interval, outage } = isQuick ? SHORT : STORM;
    return [
      {
        caption:
          `A reading every ${interval / 1000} s from each node, threads of nodes: ${threads}, ` +
          `the broker down for ${outage / 1000} s; times in seconds`,
        columns: [
          { name: 'nodes' },
          { name: 'switched on over' },
          { name: 'readings/s', digits: 1 },
          { name: 'nodes a core carries' },
          { name: 'kB of heap a node' },
          { name: 'until all are up', digits: 1 },
          { name: 'of that held', digits: 1 },
          { name: 'from the broker’s return until half are back', digits: 1 },
          { name: 'until all are back', digits: 1 },
          { name: 'until all is delivered', digits: 1 },
          { name: 'of that held', digits: 1 },
          { name: 'readings dropped' },
        ],
        rows: results.map(({ nodes, ramp, perSecond, nodesPerCore, memoryPerNode, startUp, startUpHeld, restart, dropped }) => [
          nodes,
          ramp / 1000,
          perSecond,
          nodesPerCore,
          memoryPerNode / 1000,
          startUp / 1000,
          startUpHeld / 1000,
          restart && restart.halfBack / 1000,
          restart && restart.back / 1000,
          restart && restart.drained / 1000,
          restart && restart.held / 1000,
          dropped,
        ]),
      },
    ];
  },
};

/** A start-up storm of each size that this machine can run, and the largest of them without one. */
function scenarios(): readonly Omit<TrialOptions, 'threads'>[] {
  const machine = thisMachine();
  const sizes = NODES.filter((nodes) => lackOf(nodes, machine) === undefined);
  return [...sizes.map((nodes) => ({ ...STORM, nodes })), ...sizes.slice(-1).map((nodes) => ({ ...RAMP, nodes }))];
}
