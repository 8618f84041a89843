import { RecentTrace } from '../../soak/recent-trace.js';
import { runSeed } from '../../soak/run-seed.js';
import type { Soak } from '../../soak/soak.js';
import { formatFor } from '../colours.js';
import type { SoakArguments } from './soak-options.js';

/** Milliseconds that are shown of what follows. */
const AFTERMATH = 2000;

/** Runs one seed with its traffic decoded, and shows it around the invariant that breaks. Gives the exit status. */
export function replay({ from: seed, days, haste }: SoakArguments): number {
  const trace = new RecentTrace(formatFor(process.stdout));
  const follow = (soak: Soak): void => trace.follow(soak);
  const onViolation = (soak: Soak): void => {
    trace.note('THE INVARIANT IS BROKEN');
    soak.runOn(AFTERMATH);
  };
  const { violation, hours } = runSeed({ seed, days, haste, note: trace.note, onMade: follow, onViolation });
  if (violation === undefined) {
    console.log(`seed ${seed}: every invariant held for ${hours.toFixed(0)} hours`);
    return 0;
  }
  for (const line of trace.lines) console.log(line);
  console.log(`seed ${seed}, ${(violation.at / 1000).toFixed(3)} s: ${violation.invariant}: ${violation.detail}`);
  return 1;
}
