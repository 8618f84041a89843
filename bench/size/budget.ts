import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleSizes } from './bundles.js';
import { floors } from './floors.js';
import { bytecode, memoryMoments } from './memory.js';

/** Bytes that may not be exceeded: a rise is meant, or it is none. */
export interface Budget {
  readonly bundles: Readonly<Record<string, { readonly minified: number; readonly gzip: number }>>;
  /** XS bytecode of the Moddable bundle. */
  readonly bytecode: number;
  readonly floors: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, number>>;
}

const FILE = fileURLToPath(new URL('../../../bench/size/budget.json', import.meta.url));

export async function readBudget(): Promise<Budget> {
  return JSON.parse(await readFile(FILE, 'utf8')) as Budget;
}

export interface Sized {
  readonly name: string;
  readonly bytes: number;
  readonly limit: number | undefined;
}

/** All that has a budget or should have one. */
export async function sizes(): Promise<readonly Sized[]> {
  const budget = await readBudget();
  const bundles = (await bundleSizes()).flatMap(({ name, minified, gzip }) => [
    { name: `${name}, minified`, bytes: minified, limit: budget.bundles[name]?.minified },
    { name: `${name}, gzip`, bytes: gzip, limit: budget.bundles[name]?.gzip },
  ]);
  const folders = (await floors()).filter(({ name }) => name !== '.');
  const memory = await memoryMoments();
  return [
    ...bundles,
    { name: 'moddable/cellnode.js, XS bytecode', bytes: await bytecode(), limit: budget.bytecode },
    ...folders.map(({ name, bytes }) => ({ name: `modules/${name}`, bytes, limit: budget.floors[name] })),
    ...memory.map(({ when, bytes }) => ({ name: `RAM, ${when}`, bytes, limit: budget.memory[when] })),
  ];
}
