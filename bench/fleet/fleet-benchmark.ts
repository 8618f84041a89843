import { availableParallelism, totalmem } from 'node:os';
import { trial, type TrialResult } from '../../host-sim/fleet/trial.js';
import type { Benchmark } from '../benchmark.js';

const NODES = [10, 100, 1000, 10_000];
const QUICK = [2];
/** Milliseconds. Beside a fleet's own limit, what it takes to see two readings of each node. */
const WHOLE = { interval: 30_000, duration: 60_000, outage: 30_000 };
const SHORT = { interval: 1000, duration: 1000, outage: 0 };
/** Bytes a node may take, garbage included, before a fleet is left out on a machine that has too little. */
const ROOM_PER_NODE = 800_000;
/**
 * Nodes that a thread was seen to bring up at once. Of ten times as many the drivers' deadlines pass before their turns come, they
 * begin anew, and ten minutes were not enough where other work ran, too: such a fleet is left out on a machine that has too few cores.
 */
const NODES_PER_THREAD = 1000;

export const fleet: Benchmark = {
  name: 'fleet',
  about: 'fleets of nodes against one real broker: nodes per core, memory, start-up and restart',
  async run({ isQuick }) {
    const results: TrialResult[] = [];
    const pace = isQuick ? SHORT : WHOLE;
    const [interval, outage] = [pace.interval / 1000, pace.outage / 1000];
    const threads = Math.max(1, availableParallelism() - 1);
    const fitting = NODES.filter((nodes) => nodes * ROOM_PER_NODE < totalmem() && nodes <= threads * NODES_PER_THREAD);
    for (const nodes of isQuick ? QUICK : fitting) results.push(await trial({ ...pace, nodes, threads }, () => undefined));
    const [{ memoryPerNode: smallest }] = results;
    return [
      {
        caption: `A reading every ${interval} s from each node, threads of nodes: ${threads}, the broker down for ${outage} s`,
        columns: [
          { name: 'nodes' },
          { name: 'readings/s', digits: 1 },
          { name: 'nodes a core carries' },
          { name: 'kB of heap a node' },
          { name: '÷ that of the smallest', digits: 2 },
          { name: 's until all are up', digits: 1 },
          { name: 's from the broker’s return until all are back', digits: 1 },
          { name: 's until all is delivered', digits: 1 },
          { name: 'readings dropped' },
        ],
        rows: results.map(({ nodes, perSecond, nodesPerCore, memoryPerNode, startUp, reconnected, drained, dropped }) => [
          nodes,
          perSecond,
          nodesPerCore,
          memoryPerNode / 1000,
          memoryPerNode / smallest,
          startUp / 1000,
          reconnected === undefined ? undefined : reconnected / 1000,
          drained === undefined ? undefined : drained / 1000,
          dropped,
        ]),
      },
    ];
  },
};
