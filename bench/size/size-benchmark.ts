import type { Benchmark } from '../benchmark.js';
import type { Table } from '../table.js';
import { sizes } from './budget.js';
import { bundleSizes } from './bundles.js';
import { bytecode, memoryMoments, peakStack } from './memory.js';

/** Bytes of code with -Os for a Cortex-M, as their projects publish them. */
const PUBLISHED: readonly (readonly [name: string, bytes: number])[] = [
  ['FreeRTOS-Cellular-Interface, code at -Os', 13_900],
  ['coreMQTT, code at -Os, heap included', 18_900],
];

export const size: Benchmark = {
  name: 'size',
  about: 'bytes of bundles, bytecode, folders and RAM on XS, with their budgets and beside published figures of C stacks',
  run: async () => [await budgets(), await besidePublished()],
};

async function budgets(): Promise<Table> {
  const all = await sizes();
  return {
    caption: 'Bytes, and the budget that a test enforces (`bench/size/budget.json`)',
    columns: [{ name: 'what' }, { name: 'bytes' }, { name: 'budget' }, { name: '% of it', digits: 1 }],
    rows: all.map(({ name, bytes, limit }) => [name, bytes, limit, limit === undefined ? undefined : (bytes / limit) * 100]),
  };
}

async function besidePublished(): Promise<Table> {
  const [bundle] = await bundleSizes();
  const memory = await memoryMoments();
  const rest = memory.find(({ when }) => when === 'one slot subscribed')?.bytes ?? 0;
  const stacks = PUBLISHED.reduce((sum, [, bytes]) => sum + bytes, 0);
  const own: readonly (readonly [string, number])[] = [
    ['cellnode on Moddable, minified source', bundle.minified],
    ['cellnode on Moddable, gzip', bundle.gzip],
    ['cellnode on Moddable, XS bytecode', await bytecode()],
    ['cellnode, RAM at rest with one slot subscribed', rest],
    ['cellnode, stack at most', await peakStack()],
  ];
  return {
    caption: 'Beside what two C libraries publish, which together do a part of the same',
    columns: [{ name: 'what' }, { name: 'bytes' }, { name: '÷ both C libraries', digits: 2 }],
    rows: [...PUBLISHED, ['both C libraries', stacks] as const, ...own].map(([name, bytes]) => [name, bytes, bytes / stacks]),
  };
}
