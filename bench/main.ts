import { Command, InvalidArgumentError } from 'commander';
import { batching } from './batching/batching-benchmark.js';
import type { Benchmark } from './benchmark.js';
import { fleet } from './fleet/fleet-benchmark.js';
import { link } from './link/link-benchmark.js';
import { machine } from './machine.js';
import { nodeParsers } from './parser/node-benchmark.js';
import { xsParsers } from './parser/xs/xs-benchmark.js';
import { writePage } from './performance-page.js';
import { size } from './size/size-benchmark.js';
import { markdown, type Table } from './table.js';

/** `npm run bench`. */
const BENCHMARKS: readonly Benchmark[] = [nodeParsers, xsParsers, link, batching, size, fleet];

interface Options {
  readonly json: boolean;
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly page: boolean;
}

const names = BENCHMARKS.map(({ name }) => name);
const collect = (name: string, before: readonly string[]): readonly string[] => [...before, checked(name)];
const program = new Command('bench')
  .description('measures, prints each figure beside its peer, and writes docs/performance.md')
  .option('--only <name>', `one of ${names.join(', ')}; may be given again`, collect, [] as readonly string[])
  .option('--json', 'for machines; writes no page', false)
  .option('--quick', 'runs too short for their times to be worth anything; writes no page', false)
  .option('--no-page', 'leaves docs/performance.md as it is')
  .parse();
const { json, only, quick, page } = program.opts<Options>();

function checked(name: string): string {
  if (!names.includes(name)) throw new InvalidArgumentError(`There is no such benchmark; there are ${names.join(', ')}.`);
  return name;
}

const results: { readonly name: string; readonly about: string; readonly tables: readonly Table[] }[] = [];
for (const benchmark of BENCHMARKS) {
  const { name, about } = benchmark;
  if (only.length > 0 && !only.includes(name)) continue;
  const tables = await benchmark.run({ isQuick: quick });
  results.push({ name, about, tables });
  if (!json) console.log(`## ${name}: ${about}\n\n${tables.map(markdown).join('\n\n')}\n`);
}
if (json) console.log(JSON.stringify({ machine: machine(), isQuick: quick, results }, undefined, 2));
else if (page && !quick) await writePage(results);
