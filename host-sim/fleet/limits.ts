import { FleetError } from './fleet-error.js';
import type { Machine } from './machine.js';

/** Bytes of heap that a node may come to take, with the garbage of its start. */
export const HEAP_PER_NODE = 400_000;
/** Bytes of memory: 10,000 nodes were seen to take 2.1 GB, broker not included. */
const MEMORY_PER_NODE = 300_000;
/** File descriptors of a process beside those of its nodes. */
const OWN_DESCRIPTORS = 100;

/**
 * What a machine lacks is found before anything starts: later on, some of the nodes could not connect and would try for ever.
 *
 * @throws FleetError `too-large`.
 */
export function checkFits(nodes: number, machine: Machine): void {
  const lack = lackOf(nodes, machine);
  if (lack !== undefined) throw new FleetError('too-large', `${nodes} nodes need ${lack}`);
}

/** What so many nodes need and the machine has not, and what would help; `undefined` where it has all. */
export function lackOf(nodes: number, { descriptors, ports, memory }: Machine): string | undefined {
  const needed = nodes + OWN_DESCRIPTORS;
  if (needed > descriptors) {
    return `${needed} file descriptors, one for each connection, and a process may have ${descriptors}: ulimit -n ${needed}`;
  }
  if (nodes > ports) {
    return `as many ports to reach one broker, and this machine has ${ports}: take fewer, or a second machine`;
  }
  if (nodes * MEMORY_PER_NODE > memory) {
    const most = Math.floor(memory / MEMORY_PER_NODE);
    return `about ${gigabytes(nodes * MEMORY_PER_NODE)} of memory, and ${gigabytes(memory)} are free: take ${most} or fewer`;
  }
  return undefined;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
