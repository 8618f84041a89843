import { chunksWhen, CODE, driverBytes, type Figures, SLOT_BYTES, SLOTS, slotsWhen, STACK } from './figures.js';
import { UNBOUNDED } from './report.js';
import { TURN_LIMIT } from './turn-budget.js';

const number = (value: number): string => value.toLocaleString('en');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

interface Cost {
  readonly path: string;
  /** Bytes of a message or line; 0 where there is no such number. */
  readonly size: number;
  readonly computrons: number;
}

/** A path's name and its size, apart. */
function costs({ computrons }: Figures): Cost[] {
  return Object.entries(computrons).map(([name, value]) => {
    const [, path, size] = /^(.*), (\d+) bytes$/.exec(name) ?? [name, name, '0'];
    return { path, size: Number(size), computrons: value };
  });
}

function measured({ size, computrons }: Cost): string {
  return size === 0 ? number(computrons) : `${number(computrons)} with ${number(size)} bytes`;
}

/** Where a path was measured at two sizes: what a byte takes, and what is left for all the rest. */
function costRow(path: string, [one, two]: readonly Cost[]): string[] {
  if (two === undefined) return [path, measured(one), '', number(one.computrons)];
  const perByte = (two.computrons - one.computrons) / (two.size - one.size);
  const each = Math.round(one.computrons - perByte * one.size);
  return [path, `${measured(one)}, ${measured(two)}`, perByte.toFixed(1), number(each)];
}

function costTable(figures: Figures): string {
  const all = costs(figures);
  const paths = [...new Set(all.map(({ path }) => path))];
  const rows = paths.map((path) => costRow(path, all.filter((cost) => cost.path === path)));
  return table(['path', 'computrons', 'a byte', 'and each time'], rows);
}

function turnTable({ longestTurns }: Figures): string {
  const rows = Object.entries(longestTurns).map(([name, computrons]) => [name, number(computrons)]);
  return table(['what happens', 'computrons of the longest turn'], rows);
}

/** Of those that are held to the limit. */
function longestTurn({ longestTurns }: Figures): string {
  const turns = Object.entries(longestTurns).filter(([name]) => !UNBOUNDED.includes(name));
  const [name, computrons] = turns.reduce((longest, turn) => (turn[1] > longest[1] ? turn : longest));
  return `The longest of those that are held to the limit of ${number(TURN_LIMIT)}: ${name}, ${number(computrons)} computrons.`;
}

function memoryTable({ memory }: Figures): string {
  const moments = Object.keys(memory).filter((name) => name.endsWith(SLOTS) && name !== STACK).map((name) => name.slice(0, -SLOTS.length));
  const rows = moments.map((when) => {
    const [slots, chunkBytes] = [memory[slotsWhen(when)], memory[chunksWhen(when)]];
    return [when, number(slots), number(chunkBytes), number(slots * SLOT_BYTES + chunkBytes)];
  });
  return table(['when', 'slots', 'bytes of chunks', 'bytes in all'], rows);
}

/** The tables by their names: what is printed, and what docs/xs.md shows. */
export function tables(figures: Figures): Readonly<Record<string, string>> {
  const driver = [
    `A modem that is up: ${number(driverBytes(figures))} bytes. The stack: ${number(figures.memory[STACK])} slots at most.`,
    `The driver's bytecode: ${number(figures.memory[CODE])} bytes, in flash on a device.`,
  ].join('\n');
  return {
    cost: costTable(figures),
    turns: `${turnTable(figures)}\n\n${longestTurn(figures)}`,
    memory: `${memoryTable(figures)}\n\n${driver}`,
  };
}
