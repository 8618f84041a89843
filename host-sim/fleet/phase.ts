import { setTimeout as wait } from 'node:timers/promises';
import type { Census } from './census.js';
import { FleetError } from './fleet-error.js';
import type { Fleet } from './fleet.js';

/** Milliseconds between two looks at the fleet. */
const LOOK = 500;
/** Milliseconds that a phase may take where nothing else is said. */
export const PHASE_LIMIT = 600_000;

/** `phase` for people, and how many of all nodes have come as far as it wants. */
export type Progress = (phase: string, done: number, nodes: number) => void;

/** What a fleet goes through, node by node. */
export interface Phase {
  readonly name: string;
  /** How many have come as far as it wants. */
  readonly done: (census: Census) => number;
  /** Milliseconds; {@link PHASE_LIMIT} where absent. */
  readonly limit?: number;
}

/** Milliseconds from the phase's begin until half of the nodes had come through, and all. */
export interface PhaseTimes {
  readonly half: number;
  readonly all: number;
}

/** @throws FleetError `too-slow`. */
export async function pass(fleet: Fleet, { name, done, limit = PHASE_LIMIT }: Phase, onProgress: Progress): Promise<PhaseTimes> {
  const start = performance.now();
  let half: number | undefined;
  for (;;) {
    const census = await fleet.census();
    const { nodes } = census;
    const count = done(census);
    onProgress(name, count, nodes);
    const taken = performance.now() - start;
    if (half === undefined && 2 * count >= nodes) half = taken;
    if (count === nodes) return { half: half ?? taken, all: taken };
    if (taken > limit) {
      const advice = 'take fewer nodes, more threads or a longer interval';
      throw new FleetError('too-slow', `${name}: ${count} of ${nodes} nodes within ${limit / 1000} s; ${advice}`);
    }
    await wait(LOOK);
  }
}
