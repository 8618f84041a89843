import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { counts, type Counts } from './counts/counts.js';
import { type Figures, risesFrom } from './figures.js';
import { checkBoot } from './flash/boot.js';
import type { Plan } from './loop/day.js';
import { type LoopResult, runLoops } from './loop/run.js';
import { lostDuringErases, tables } from './tables.js';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const BASELINE = fromRoot('tests/mcu/baseline.json');
const PAGE = fromRoot('docs/mcu.md');

/** Each path for two minutes, and the losses of a connection, an address and a module. */
const SHORT: Plan = { minutes: 2, rounds: 1, fillsOutbox: false };
/** A day. */
const LONG: Plan = { minutes: 60, rounds: 4, fillsOutbox: true };

/** Bytes of the C stack that Moddable's task has on an ESP32. */
const TASK_STACK = 8192;

/** `npm run mcu`: the engine and the driver on an emulated microcontroller. */
const { accept, json, day } = new Command('mcu')
  .description('counts the driver\'s instructions on an emulated RV32 core, and runs its loop in virtual time against the simulated module')
  .option('--accept', 'take what was counted for the new baseline, and write it into docs/mcu.md', false)
  .option('--json', 'print the figures as JSON', false)
  .option('--day', 'run the loop for a day of virtual time; the baseline is of a short run', false)
  .parse()
  .opts<{ accept: boolean; json: boolean; day: boolean }>();

const complaints = await checkBoot();
const counted = await counts();
const results = await runLoops(day ? LONG : SHORT);
const figures = figuresOf(counted, results);
const shown = tables(counted, results);

if (json) console.log(JSON.stringify({ counts: counted, loop: results, figures }, undefined, 2));
else for (const [name, table] of Object.entries(shown)) console.log(`${name}\n\n${table}\n`);

complaints.push(...(figures.engine['C stack, bytes'] > TASK_STACK ? [`the C stack takes more than ${TASK_STACK} bytes`] : []));
if (accept && !day) {
  await writeFile(BASELINE, `${JSON.stringify(figures, undefined, 2)}\n`);
  await writeFile(PAGE, withTables(await readFile(PAGE, 'utf8')));
} else if (!day) {
  const baseline = JSON.parse(await readFile(BASELINE, 'utf8')) as Figures;
  for (const { group, name, was, is } of risesFrom(baseline, figures)) complaints.push(`risen: ${group}, ${name}: ${was} -> ${is}`);
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;

function figuresOf({ instructions, longestTurns, text, rodata }: Counts, loops: readonly LoopResult[]): Figures {
  return {
    instructions,
    longestTurns,
    engine: {
      'code, bytes': text,
      'read-only data, bytes': rodata,
      'a garbage collection, instructions': Math.max(...loops.map(({ longestCollection }) => longestCollection)),
      'C stack, bytes': Math.max(...loops.map(({ stackPeak }) => stackPeak)),
    },
    // Of all runs together, as where one byte is lost hangs on the moment: a sum says more than each.
    lost: {
      'bytes, outside erases': loops.reduce((sum, { lostOutsideErases }) => sum + lostOutsideErases, 0),
      'bytes, during erases': loops.reduce((sum, loop) => sum + lostDuringErases(loop), 0),
    },
  };
}

/** Each table stands between two comments. */
function withTables(page: string): string {
  return Object.entries(shown).reduce((text, [name, table]) => {
    const [begin, end] = [`<!-- ${name}: made by npm run mcu -- --accept -->\n\n`, `\n\n<!-- end of ${name} -->`];
    const [before, after] = [text.indexOf(begin), text.indexOf(end)];
    if (before < 0 || after < before) throw new Error(`docs/mcu.md has no place for the table ${name}`);
    return text.slice(0, before + begin.length) + table + text.slice(after);
  }, page);
}
