import { Command, InvalidArgumentError } from 'commander';
import { interruption } from '../host-sim/cli/interruption.js';
import { progressLine } from '../host-sim/cli/progress-line.js';
import { batching } from './batching/batching-benchmark.js';
import type { Benchmark } from './benchmark.js';
import { encodings } from './encodings/encodings-benchmark.js';
import { fleet } from './fleet/fleet-benchmark.js';
import { link } from './link/link-benchmark.js';
import { machine } from './machine.js';
import { nodeParsers } from './parser/node-benchmark.js';
import { xsParsers } from './parser/xs/xs-benchmark.js';
import { writePage } from './performance-page.js';
import { size } from './size/size-benchmark.js';
import { markdown, type Table } from './table.js';

/** `npm run bench`. */
const BENCHMARKS: readonly Benchmark[] = [nodeParsers, xsParsers, link, batching, encodings, size, fleet];

interface Options {
  readonly json: boolean;
  readonly only?: readonly string[];
  readonly quick: boolean;
  readonly page: boolean;
}

const names = BENCHMARKS.map(({ name }) => name);
const collect = (name: string, before: readonly string[] = []): readonly string[] => [...before, checked(name)];
const program = new Command('bench')
  .description('measures, prints each figure beside its peer, and writes docs/performance.md')
  .option('--only <name>', `one of ${names.join(', ')}; may be given again`, collect)
  .option('--json', 'for machines; writes no page', false)
  .option('--quick', 'runs too short for their times to be worth anything; writes no page', false)
  .option('--no-page', 'leaves docs/performance.md as it is')
  .parse();
const { json, only = names, quick, page } = program.opts<Options>();

function checked(name: string): string {
  if (!names.includes(name)) throw new InvalidArgumentError(`There is no such benchmark; there are ${names.join(', ')}.`);
  return name;
}

const results: { readonly name: string; readonly about: string; readonly tables: readonly Table[] }[] = [];
const chosen = BENCHMARKS.filter(({ name }) => only.includes(name));
const progress = progressLine(process.stderr);
// What is known so far is worth something; a second Ctrl-C ends it as it would any other program.
void interruption().then(() => {
  progress.end();
  if (json) printJson();
  console.error(`interrupted: ${results.length} of ${chosen.length} benchmarks have ended`);
  process.exit(130);
});
for (const benchmark of chosen) {
  const { name, about } = benchmark;
  progress.show(name, results.length, chosen.length);
  const tables = await benchmark.run({ isQuick: quick });
  progress.end();
  results.push({ name, about, tables });
  if (!json) console.log(`## ${name}: ${about}\n\n${tables.map(markdown).join('\n\n')}\n`);
}
if (json) printJson();
else if (page && !quick) await writePage(results);

function printJson(): void {
  console.log(JSON.stringify({ machine: machine(), isQuick: quick, results }, undefined, 2));
}
