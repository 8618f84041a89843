import { Command } from 'commander';
import { interruption } from '../interruption.js';
import { wholeNumber } from '../options/whole-number.js';
import type { SoakArguments } from './soak-options.js';

const MOST = 2 ** 31 - 1;

/** `cellnode soak` */
export const soakCommand = new Command('soak')
  .description('run sensor nodes through a simulated bad year, in virtual time, and check that nothing is lost: docs/soak.md')
  .option('--seeds <n>', 'how many nodes', wholeNumber(1, MOST), 100)
  .option('--days <n>', 'of virtual time for each', wholeNumber(1, 3650), 30)
  .option('--from <seed>', 'the first seed', wholeNumber(0, MOST), 1)
  .option('--haste <n>', 'how many bad years at once, to see in an hour what takes a day', wholeNumber(1, 1000), 1)
  .option('--workers <n>', 'threads; one for each core when not given', wholeNumber(1, 1024))
  .option('--json', 'one line for a machine', false)
  .option('--trace', 'run the first seed alone, and show the decoded traffic up to the invariant that it breaks', false)
  .action(async (options: SoakArguments) => {
    const { soak } = await import('./soak.js');
    process.exitCode = await soak(options, interruption());
  });
