import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { PAGE, readBaseline, withTables, writeBaseline } from './documents.js';
import { figuresOf, risesFrom } from './figures.js';
import { meter } from './run.js';
import { tables } from './tables.js';

/** `npm run meter`: what the built driver costs on XS, in computrons, and what memory it takes. */
const { accept } = new Command('meter')
  .description('measures the built driver on XS against tests/xs/meter/baseline.json; ends with status 1 when anything has risen by more than 2 %')
  .option('--accept', 'take what was measured for the new baseline, and write it into docs/xs.md', false)
  .parse()
  .opts<{ accept: boolean }>();

const figures = figuresOf(await meter());
for (const [name, table] of Object.entries(tables(figures))) console.log(`${name}\n\n${table}\n`);

if (accept) {
  await writeBaseline(figures);
  await writeFile(PAGE, withTables(await readFile(PAGE, 'utf8'), figures));
} else {
  const rises = risesFrom(await readBaseline(), figures);
  for (const { group, name, was, is } of rises) console.log(`risen: ${group}, ${name}: ${was} -> ${is}`);
  if (rises.length > 0) process.exitCode = 1;
}
