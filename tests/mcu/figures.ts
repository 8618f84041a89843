/** Exact counts by name, in groups: what the baseline keeps. */
export type Figures = Readonly<Record<Group, Readonly<Record<string, number>>>>;

/**
 * `instructions`: of one round of a path of the meter. `longestTurns`: instructions. `engine`: of the program for the core, of a
 * garbage collection and of the C stack. `lost`: bytes that found no room in the UART's FIFO.
 */
export type Group = 'instructions' | 'longestTurns' | 'engine' | 'lost';

export interface Rise {
  readonly group: Group;
  readonly name: string;
  readonly was: number;
  readonly is: number;
}

/** More than this share of the baseline is too much, as for the meter. */
const TOLERANCE = 0.02;

/** All that has risen too far; what the baseline does not know counts as risen from nothing. */
export function risesFrom(baseline: Figures, now: Figures): Rise[] {
  return (Object.keys(now) as Group[]).flatMap((group) =>
    Object.entries(now[group])
      .map(([name, is]) => ({ group, name, was: baseline[group][name] ?? 0, is }))
      .filter(({ was, is }) => is > was * (1 + TOLERANCE)),
  );
}
