import { parentPort, workerData } from 'node:worker_threads';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SharedTime } from '../time/shared-time.js';
import { busyTime } from './busy-time.js';
import type { Census } from './census.js';
import { FleetNode } from './fleet-node.js';
import type { ShareAnswer, ShareCommand, ShareOptions } from './share.js';

/** A thread of the fleet: makes its nodes when it is started itself, and obeys. */
const options = workerData as ShareOptions;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
collectGarbage();
/** What the thread takes without a node. */
const ownHeap = getHeapStatistics().used_heap_size;
const time = new SharedTime();
const nodes = Array.from({ length: options.count }, (_, index) => new FleetNode(options.first + index, time, options));

function census(): Census {
  const statistics = nodes.map(({ node }) => node.statistics);
  const sum = (name: 'accepted' | 'delivered' | 'waiting' | 'dropped'): number => {
    return statistics.reduce((before, each) => before + each[name], 0);
  };
  return {
    nodes: nodes.length,
    online: nodes.filter(({ node }) => node.session === 'ready').length,
    accepted: sum('accepted'),
    delivered: sum('delivered'),
    waiting: sum('waiting'),
    dropped: sum('dropped'),
    behind: nodes.filter(({ isBehind }) => isBehind).length,
    heap: getHeapStatistics().used_heap_size - ownHeap,
    busy: busyTime(),
    held: time.held,
  };
}

function start(): void {
  const pause = options.ramp / nodes.length;
  nodes.forEach((node, index) => time.alarm(() => node.start()).arm(index * pause));
}

async function obey(command: ShareCommand): Promise<ShareAnswer> {
  if (command === 'start') start();
  if (command === 'mark') for (const node of nodes) node.mark();
  if (command === 'weigh') collectGarbage();
  if (command !== 'close') return census();
  await Promise.all(nodes.map((node) => node.close()));
  return 'closed';
}

parentPort?.on('message', (command: ShareCommand) => {
  void obey(command).then((answer) => {
    parentPort?.postMessage(answer);
    if (answer === 'closed') parentPort?.close();
  });
});
