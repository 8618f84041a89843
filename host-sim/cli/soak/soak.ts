import { runSeeds } from '../../soak/run-seeds.js';
import type { SeedResult } from '../../soak/seed-result.js';
import { formatReport } from './format-report.js';
import { replay } from './replay.js';
import type { SoakOptions } from './soak-options.js';

/** Gives the exit status: 0 when every invariant held. */
export async function soak(options: SoakOptions): Promise<number> {
  const { json, trace } = options;
  if (trace) return replay(options);
  const report = await runSeeds({ ...options, onResult: (result) => tellFailure(result, options) });
  console.log(json ? JSON.stringify(report) : formatReport(report));
  return report.failed.length === 0 ? 0 : 1;
}

function tellFailure({ seed, violation }: SeedResult, { days, haste }: SoakOptions): void {
  if (violation === undefined) return;
  console.error(`seed ${seed}: ${violation.invariant}: ${violation.detail}`);
  const hastily = haste === 1 ? '' : ` --haste ${haste}`;
  console.error(`  replay: npm run soak -- --from ${seed} --seeds 1 --days ${days}${hastily} --trace`);
}
