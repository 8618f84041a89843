import { NONE, type ReadingCounts, type RungCounts, type SeedResult } from './seed-result.js';

/** All seeds together. Times are milliseconds. */
export interface SoakReport extends ReadingCounts {
  readonly seeds: number;
  readonly nodeHours: number;
  readonly wallSeconds: number;
  readonly nodeHoursPerSecond: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly oddities: Readonly<Record<string, number>>;
  readonly rungs: Readonly<Record<string, RungCounts>>;
  readonly hostRestarts: number;
  /** From each loss of the session, or of the host's power, to the next session that publishes: faults that last are in it. */
  readonly outages: Spread;
  /** From the end of all faults until the node was seen to publish, and to obey, again. */
  readonly recoveries: Spread;
  readonly failed: readonly SeedResult[];
}

export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
}

/** The same whatever the order in which the seeds have ended, but for the time that it took. */
export function soakReport(ended: readonly SeedResult[], wallSeconds: number): SoakReport {
  // Sums of fractions depend on the order.
  const results = [...ended].sort((a, b) => a.seed - b.seed);
  const sum = (value: (result: SeedResult) => number): number => results.reduce((total, result) => total + value(result), 0);
  const nodeHours = sum(({ hours }) => hours);
  return {
    seeds: results.length,
    nodeHours,
    wallSeconds,
    nodeHoursPerSecond: nodeHours / wallSeconds,
    faults: summed(results.map(({ faults }) => faults)),
    oddities: summed(results.map(({ oddities }) => oddities)),
    rungs: summedRungs(results),
    hostRestarts: sum(({ hostRestarts }) => hostRestarts),
    outages: spreadOf(results.flatMap(({ outages }) => outages)),
    recoveries: spreadOf(results.flatMap(({ recoveries }) => recoveries)),
    accepted: sum(({ accepted }) => accepted),
    delivered: sum(({ delivered }) => delivered),
    duplicated: sum(({ duplicated }) => duplicated),
    lostAtQoS0: sum(({ lostAtQoS0 }) => lostAtQoS0),
    dropped: sum(({ dropped }) => dropped),
    rotten: sum(({ rotten }) => rotten),
    refused: sum(({ refused }) => refused),
    lost: sum(({ lost }) => lost),
    spoilt: sum(({ spoilt }) => spoilt),
    failed: results.filter(({ violation }) => violation !== undefined),
  };
}

function spreadOf(durations: readonly number[]): Spread {
  const sorted = Float64Array.from(durations).sort();
  const at = (part: number): number => sorted[Math.max(Math.ceil(part * sorted.length) - 1, 0)] ?? 0;
  return { count: sorted.length, median: at(0.5), p99: at(0.99), worst: at(1) };
}

function summed(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total = new Map<string, number>();
  for (const counts of all) for (const [name, count] of Object.entries(counts)) total.set(name, (total.get(name) ?? 0) + count);
  return Object.fromEntries([...total].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function summedRungs(results: readonly SeedResult[]): Readonly<Record<string, RungCounts>> {
  const total = new Map<string, RungCounts>();
  for (const { rungs } of results) {
    for (const [rung, counts] of Object.entries(rungs)) total.set(rung, sumOf(total.get(rung) ?? NONE, counts));
  }
  return Object.fromEntries([...total].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sumOf(one: RungCounts, other: RungCounts): RungCounts {
  return {
    begun: one.begun + other.begun,
    skipped: one.skipped + other.skipped,
    failed: one.failed + other.failed,
    cured: one.cured + other.cured,
  };
}
