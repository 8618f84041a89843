/**
 * `npm run mutation [-- --folder modules/mqtt …]`: one file after the other; those whose results are kept are not run again.
 * `--table` prints what is kept, and runs nothing; `--mutate FILE[:LINES]` runs just that, and keeps nothing.
 */
import { Stryker } from '@stryker-mutator/core';
import { readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { areaOf, areas } from './areas.js';
import { FileResults } from './file-results.js';
import { scoreOf, scoreTable } from './score-table.js';

const ROOT = resolve('.');
const CONFIG = join(ROOT, 'build/tests/mutation/stryker.config.js');
const ALL = ['modules/base', 'modules/at', 'modules/mqtt', 'modules/modem', 'modules/telemetry'];

const { values } = parseArgs({
  options: {
    folder: { type: 'string', multiple: true, default: ALL },
    mutate: { type: 'string', multiple: true },
    table: { type: 'boolean', default: false },
  },
});
const results = new FileResults(ROOT, join(ROOT, 'build/mutation/results.json'));

if (values.mutate !== undefined) await run(values.mutate);
else {
  const paths = values.folder.flatMap(sourcesIn);
  if (!values.table) for (const path of paths) await judge(path);
  report(paths);
}

/** Paths of the sources in it, or its own where it is one. */
function sourcesIn(folder: string): readonly string[] {
  if (folder.endsWith('.ts')) return [folder];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(sep, '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort();
}

async function judge(path: string): Promise<void> {
  if (results.has(path)) return;
  const result = await results.judge(path, () => run([path]));
  console.log(`${path}: ${scoreOf([result]).toFixed(2)} %, ${result.survivors.length} not noticed`);
}

function run(mutate: readonly string[]): ReturnType<Stryker['runMutationTest']> {
  return new Stryker({ configFile: CONFIG, mutate: [...mutate] }).runMutationTest();
}

function report(paths: readonly string[]): void {
  const kept = results.forFile;
  const ran = Object.fromEntries(Object.entries(kept).filter(([path]) => paths.includes(path)));
  for (const [path, { survivors }] of Object.entries(ran)) {
    for (const { line, column, mutator, replacement } of survivors) console.log(`${path}:${line}:${column} ${mutator}: ${replacement}`);
  }
  console.log(scoreTable(ran, (path) => areaOf(path).name));
  const missing = paths.filter((path) => !(path in ran));
  if (missing.length > 0) console.log(`not run: ${missing.join(', ')}`);
  const poor = areas.filter(({ name, threshold }) => {
    const files = Object.entries(ran).filter(([path]) => areaOf(path).name === name);
    return files.length > 0 && scoreOf(files.map(([, result]) => result)) < threshold;
  });
  for (const { name, threshold } of poor) console.log(`${name} is below ${threshold} %`);
  process.exitCode = poor.length + missing.length > 0 ? 1 : 0;
}
