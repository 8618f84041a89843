import { FleetError } from '../../fleet/fleet-error.js';
import { checkFits } from '../../fleet/limits.js';
import { thisMachine } from '../../fleet/machine.js';
import type { Progress } from '../../fleet/phase.js';
import { trial, type TrialResult } from '../../fleet/trial.js';
import type { Print } from '../print-trace.js';
import { progressLine } from '../progress-line.js';

const DEFAULT_NODES = 100;

export interface FleetCommandOptions {
  readonly nodes?: readonly number[];
  readonly broker?: URL;
  /** Seconds. */
  readonly interval: number;
  readonly ramp: number;
  readonly duration: number;
  readonly outage: number;
  readonly threads: number;
  readonly json: boolean;
}

const HEAD = [
  ...['nodes', 'ramp', 'all up', 'of it held', 'readings/s', 'nodes/core', 'kB/node'],
  ...['half back', 'all back', 'drained', 'of it held', 'dropped'],
];

/** One fleet after the other, a line for each. Gives whether all were measured: an interruption ends it before. */
export async function fleet(options: FleetCommandOptions, interrupted: Promise<void>, print: Print): Promise<boolean> {
  const { interval, ramp, duration, outage, threads, json, broker, nodes: sizes = [DEFAULT_NODES] } = options;
  // The largest would else be refused when all others have run.
  for (const nodes of sizes) checkFits(nodes, thisMachine());
  if (!json) print(columns(HEAD));
  for (const nodes of sizes) {
    const progress = progressLine(process.stderr);
    let reached = 'before its start';
    const show: Progress = (phase, done, all) => {
      reached = `${phase}: ${done} of ${all}`;
      progress.show(phase, done, all);
    };
    const milliseconds = {
      interval: interval * 1000,
      ramp: ramp * 1000,
      duration: duration * 1000,
      outage: outage * 1000,
    };
    const measured = trial({ ...milliseconds, nodes, threads, brokerUrl: broker?.href }, show, interrupted);
    try {
      const result = await measured.finally(progress.end);
      print(json ? JSON.stringify(result) : columns(cells(result)));
    } catch (error) {
      if (!(error instanceof FleetError) || error.code !== 'interrupted') throw error;
      console.error(`interrupted: a fleet of ${nodes}, ${reached}`);
      return false;
    }
  }
  return true;
}

function cells(result: TrialResult): string[] {
  const { nodes, ramp, startUp, startUpHeld, perSecond, nodesPerCore, memoryPerNode, restart, dropped } = result;
  const seconds = (value: number | undefined): string => (value === undefined ? '-' : `${(value / 1000).toFixed(1)} s`);
  return [
    String(nodes),
    seconds(ramp),
    seconds(startUp),
    seconds(startUpHeld),
    perSecond.toFixed(1),
    nodesPerCore.toFixed(0),
    (memoryPerNode / 1000).toFixed(0),
    seconds(restart?.halfBack),
    seconds(restart?.back),
    seconds(restart?.drained),
    seconds(restart?.held),
    String(dropped),
  ];
}

function columns(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(10)).join(' ');
}
