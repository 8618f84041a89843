import { CONTROL, MODEM_UP, type Report } from './report.js';

/** Exact counts by name, in groups: what the baseline keeps. */
export interface Figures {
  /** Computrons of one round. */
  readonly computrons: Readonly<Record<string, number>>;
  /** Computrons. */
  readonly longestTurns: Readonly<Record<string, number>>;
  /** Slots and bytes beyond those of the loaded program. */
  readonly memory: Readonly<Record<string, number>>;
}

export type Group = keyof Figures;

/** Bytes of a slot in the 32-bit layout. */
export const SLOT_BYTES = 16;

export function figuresOf(report: Report): Figures {
  const paths = report.paths.filter(({ name }) => name !== CONTROL);
  const loaded = report.heaps[0];
  const later = report.heaps.slice(1);
  return {
    computrons: Object.fromEntries(paths.map((path) => [pathName(path), Math.round(path.computrons)])),
    longestTurns: Object.fromEntries([
      ...report.turns.map(({ name, computrons }) => [name, computrons]),
      ...paths.map((path) => [pathName(path), path.longestTurn]),
    ]),
    memory: Object.fromEntries([
      ...later.flatMap(({ when, slots, chunkBytes }) => [
        [slotsWhen(when), slots - loaded.slots],
        [chunksWhen(when), chunkBytes - loaded.chunkBytes],
      ]),
      [STACK, report.peakStack],
      [CODE, report.codeBytes],
    ]),
  };
}

export function pathName({ name, size }: { readonly name: string; readonly size: number }): string {
  return size === 0 ? name : `${name}, ${size} bytes`;
}

export const SLOTS = ', slots';
export const STACK = `stack at most${SLOTS}`;

export const CODE = 'bytecode, bytes';

export function slotsWhen(when: string): string {
  return `${when}${SLOTS}`;
}

export function chunksWhen(when: string): string {
  return `${when}, bytes of chunks`;
}

/** Bytes that the driver takes before there is a connection. */
export function driverBytes({ memory }: Figures): number {
  return memory[slotsWhen(MODEM_UP)] * SLOT_BYTES + memory[chunksWhen(MODEM_UP)];
}

export interface Rise {
  readonly group: Group;
  readonly name: string;
  readonly was: number;
  readonly is: number;
}

/** More than this share of the baseline is too much. */
const TOLERANCE = 0.02;

/** All that has risen too far; what the baseline does not know counts as risen from nothing. */
export function risesFrom(baseline: Figures, now: Figures): Rise[] {
  const groups = Object.keys(now) as Group[];
  return groups.flatMap((group) =>
    Object.entries(now[group])
      .map(([name, is]) => ({ group, name, was: baseline[group][name] ?? 0, is }))
      .filter(({ was, is }) => is > was * (1 + TOLERANCE)),
  );
}
