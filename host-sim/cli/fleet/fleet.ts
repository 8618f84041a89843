import { trial, type TrialResult } from '../../fleet/trial.js';
import type { Print } from '../print-trace.js';
import { progressLine } from './progress-line.js';

const DEFAULT_NODES = 100;

export interface FleetCommandOptions {
  readonly nodes?: readonly number[];
  readonly broker?: URL;
  /** Seconds. */
  readonly interval: number;
  readonly duration: number;
  readonly outage: number;
  readonly threads: number;
  readonly json: boolean;
}

const HEAD = ['nodes', 'all up', 'readings/s', 'nodes/core', 'kB/node', 'back', 'drained', 'dropped'];

/** One fleet after the other, a line for each. */
export async function fleet(options: FleetCommandOptions, print: Print): Promise<void> {
  const { interval, duration, outage, threads, json, broker, nodes: sizes = [DEFAULT_NODES] } = options;
  if (!json) print(columns(HEAD));
  for (const nodes of sizes) {
    const progress = progressLine(process.stderr);
    const milliseconds = { interval: interval * 1000, duration: duration * 1000, outage: outage * 1000 };
    const result = await trial({ ...milliseconds, nodes, threads, brokerUrl: broker?.href }, progress.show).finally(progress.end);
    print(json ? JSON.stringify(result) : columns(cells(result)));
  }
}

function cells({ nodes, startUp, perSecond, nodesPerCore, memoryPerNode, reconnected, drained, dropped }: TrialResult): string[] {
  const seconds = (value: number | undefined): string => (value === undefined ? '-' : `${(value / 1000).toFixed(1)} s`);
  return [
    String(nodes),
    seconds(startUp),
    perSecond.toFixed(1),
    nodesPerCore.toFixed(0),
    (memoryPerNode / 1000).toFixed(0),
    seconds(reconnected),
    seconds(drained),
    String(dropped),
  ];
}

function columns(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(10)).join(' ');
}
