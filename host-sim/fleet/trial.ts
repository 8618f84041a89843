import { setTimeout as wait } from 'node:timers/promises';
import { FleetBroker } from './fleet-broker.js';
import { FleetError } from './fleet-error.js';
import { Fleet } from './fleet.js';
import { checkFits } from './limits.js';
import { thisMachine } from './machine.js';
import { pass, PHASE_LIMIT, type Progress } from './phase.js';
import { ReadingCounter } from './reading-counter.js';

export interface TrialOptions {
  /** The user's own broker, which cannot be restarted from here; one in a process of its own where absent. */
  readonly brokerUrl?: string;
  readonly nodes: number;
  readonly threads: number;
  /** Milliseconds between two readings of a node. */
  readonly interval: number;
  /** Milliseconds over which the nodes are switched on one after the other; 0 for all at once, a start-up storm. */
  readonly ramp: number;
  /** Milliseconds for which the running fleet is measured. */
  readonly duration: number;
  /** Milliseconds of the nodes' time for which the broker is down; 0 leaves it up. */
  readonly outage: number;
}

export interface TrialResult {
  readonly nodes: number;
  readonly ramp: number;
  /** Milliseconds from the first switch until all have a session. */
  readonly startUp: number;
  /**
   * Milliseconds of them for which the nodes' clock stood still, because the threads had more to do than they could. The nodes
   * themselves would have made the start shorter by so much.
   */
  readonly startUpHeld: number;
  /** Readings that reached an independent subscriber in a second. */
  readonly perSecond: number;
  /** Nodes that one core, all of it, would carry at this interval. */
  readonly nodesPerCore: number;
  /** Bytes of JavaScript heap, without garbage and without what a thread takes by itself. */
  readonly memoryPerNode: number;
  readonly restart?: RestartResult;
  readonly dropped: number;
}

/** Milliseconds from the broker's return on. */
export interface RestartResult {
  /** Until half of the nodes have a session again, and all. */
  readonly halfBack: number;
  readonly back: number;
  /** Until all that was gathered before has been delivered. */
  readonly drained: number;
  /** As {@link TrialResult.startUpHeld}, of the drain. */
  readonly held: number;
}

/**
 * Starts a fleet of one size, measures it, takes its broker away and gives it back. Rejects with a `FleetError`, when it is
 * `interrupted` too.
 */
export async function trial(
  options: TrialOptions,
  onProgress: Progress,
  interrupted: Promise<void> = new Promise(() => undefined),
): Promise<TrialResult> {
  checkFits(options.nodes, thisMachine());
  const broker = options.brokerUrl === undefined ? await FleetBroker.start() : undefined;
  const brokerUrl = options.brokerUrl ?? broker?.url ?? '';
  const counter = await ReadingCounter.open(brokerUrl);
  const fleet = new Fleet({ ...options, brokerUrl });
  const run = async (): Promise<TrialResult> => {
    const running = await measured(options, fleet, counter, onProgress);
    const isRestarted = broker !== undefined && options.outage > 0;
    const restart = isRestarted ? await restarted(broker, options.outage, fleet, onProgress) : undefined;
    const { dropped } = await fleet.census();
    await fleet.close();
    return { ...running, restart, dropped };
  };
  try {
    return await Promise.race([run(), interruptionOf(interrupted), ...(broker === undefined ? [] : [broker.lost])]);
  } finally {
    await fleet.abandon();
    await counter.close();
    await broker?.close();
  }
}

async function interruptionOf(interrupted: Promise<void>): Promise<never> {
  await interrupted;
  throw new FleetError('interrupted', 'interrupted');
}

type Running = Omit<TrialResult, 'restart' | 'dropped'>;

async function measured(
  { nodes, ramp, duration }: TrialOptions,
  fleet: Fleet,
  counter: ReadingCounter,
  onProgress: Progress,
): Promise<Running> {
  const started = await fleet.start();
  const startUp = await pass(fleet, { name: 'starting', done: ({ online }) => online, limit: PHASE_LIMIT + ramp }, onProgress);
  // What was sampled while there was no session goes first.
  const up = await fleet.mark();
  await pass(fleet, { name: 'settling', done: ({ behind }) => nodes - behind }, onProgress);
  const settled = await fleet.census();
  const before = counter.count;
  onProgress('running', nodes, nodes);
  const start = performance.now();
  await wait(duration);
  const running = await fleet.census();
  const elapsed = performance.now() - start;
  const perSecond = ((counter.count - before) / elapsed) * 1000;
  const { heap } = await fleet.weigh();
  return {
    nodes,
    ramp,
    startUp: startUp.all,
    startUpHeld: up.held - started.held,
    perSecond,
    // While their clock stood still, the nodes did nothing of what they do at this interval.
    nodesPerCore: (nodes * (elapsed - (running.held - settled.held))) / (running.busy - settled.busy),
    memoryPerNode: heap / nodes,
  };
}

async function restarted(broker: FleetBroker, outage: number, fleet: Fleet, onProgress: Progress): Promise<RestartResult> {
  const { nodes } = await fleet.census();
  onProgress('outage', 0, nodes);
  await broker.down();
  await live(fleet, outage);
  await broker.up();
  const start = performance.now();
  const returned = await fleet.mark();
  const back = await pass(fleet, { name: 'reconnecting', done: ({ online }) => online }, onProgress);
  await pass(fleet, { name: 'draining', done: ({ nodes, behind }) => nodes - behind }, onProgress);
  const drained = performance.now() - start;
  const { held } = await fleet.census();
  return { halfBack: back.half, back: back.all, drained, held: held - returned.held };
}

/** Waits so many milliseconds of the nodes' time: while their clock stands still, they do not know of an outage. */
async function live(fleet: Fleet, milliseconds: number): Promise<void> {
  const { held } = await fleet.census();
  const start = performance.now();
  for (let rest = milliseconds; rest > 0;) {
    await wait(rest);
    const stood = (await fleet.census()).held - held;
    rest = milliseconds - (performance.now() - start - stood);
  }
}
