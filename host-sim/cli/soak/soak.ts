import { runSeeds } from '../../soak/run-seeds.js';
import { type SeedResult } from '../../soak/seed-result.js';
import { formatReport } from './format-report.js';
import { replay } from './replay.js';

export interface SoakOptions {
  readonly seeds: number;
  readonly days: number;
  readonly from: number;
  readonly haste: number;
  readonly workers?: number;
  readonly json: boolean;
  readonly trace: boolean;
}

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
  console.error(`  replay: npm run soak -- --from ${seed} --seeds 1 --days ${days}${haste === 1 ? '' : ` --haste ${haste}`} --trace`);
}
