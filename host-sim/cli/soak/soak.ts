import { runSeeds } from '../../soak/run-seeds.js';
import type { SeedResult } from '../../soak/seed-result.js';
import { progressLine } from '../progress-line.js';
import { formatReport } from './format-report.js';
import { replay } from './replay.js';
import type { SoakArguments } from './soak-options.js';

/** As shells have it for a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** Gives the exit status: 0 when every invariant held, 1 when one broke, 130 when it was interrupted before. */
export async function soak(options: SoakArguments, interrupted: Promise<void>): Promise<number> {
  const { json, trace, seeds } = options;
  if (trace) return replay(options);
  const progress = progressLine(process.stderr);
  let ended = 0;
  progress.show('seeds', 0, seeds);
  const onResult = (result: SeedResult): void => {
    progress.end();
    tellFailure(result, options);
    progress.show('seeds', (ended += 1), seeds);
  };
  const report = await runSeeds({ ...options, interrupted, onResult }).finally(progress.end);
  if (ended < seeds) console.error(`interrupted: ${ended} of ${seeds} seeds have ended`);
  console.log(json ? JSON.stringify(report) : formatReport(report));
  if (report.failed.length > 0) return 1;
  return ended < seeds ? INTERRUPTED : 0;
}

function tellFailure({ seed, violation }: SeedResult, { days, haste }: SoakArguments): void {
  if (violation === undefined) return;
  console.error(`seed ${seed}: ${violation.invariant}: ${violation.detail}`);
  const hastily = haste === 1 ? '' : ` --haste ${haste}`;
  console.error(`  replay: npm run soak -- --from ${seed} --seeds 1 --days ${days}${hastily} --trace`);
}
