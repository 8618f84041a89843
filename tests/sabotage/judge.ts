import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SoakReport } from '../../host-sim/soak/soak-report.js';
import type { Sabotage, SoakSeed, Suites } from './sabotage.js';

/** Milliseconds without the end of a test after which the suite is stuck; and for a whole seed. */
const STUCK = 600_000;
const LONGEST_SEED = 900_000;
/** What ava says of the tests of a suite that is stuck, or gone. */
const NO_VERDICT = /Exited because no new tests completed|Exiting due to process\.exit|exited (?:due to|with a non-zero)/;
/** Random cases are always the same: what is noticed is not noticed by chance. */
const env = { ...process.env, CELLNODE_SEED: '1', FORCE_COLOR: '0' };

/** What one run has shown. */
export interface Evidence {
  /** Titles of tests that have failed, or the invariant that a seed has broken. */
  readonly failed: readonly string[];
  /** Why there is no evidence, where nothing was judged to its end. */
  readonly problem?: string;
}

/** Lets those who must notice judge what is in the folder. */
export function judge(folder: string, root: string, { noticedBy }: Pick<Sabotage, 'noticedBy'>): Promise<Evidence> {
  return 'seed' in noticedBy ? judgeBySoak(folder, noticedBy) : judgeBySuites(folder, root, noticedBy);
}

async function judgeBySuites(folder: string, root: string, suites: Suites): Promise<Evidence> {
  const files = suites.map((suite) => `build/tests/${suite}.test.js`);
  const program = join(root, 'node_modules/ava/entrypoints/cli.mjs');
  const { output } = await run(folder, [program, '--tap', '--fail-fast', `--timeout=${STUCK}ms`, ...files]);
  const failed = [...output.matchAll(/^not ok \d+ - (.*)\n((?: {2}.*\n)*)/gm)];
  const judged = failed.filter(([text]) => !NO_VERDICT.test(text)).map(([, title]) => title);
  if (judged.length > 0) return { failed: judged };
  if (failed.length > 0) return { failed: [], problem: `stuck in: ${failed[0][1]}` };
  return /^# pass [1-9]/m.test(output) ? { failed: [] } : { failed: [], problem: `nothing was run: ${output.slice(-500)}` };
}

async function judgeBySoak(folder: string, { seed, days, invariant }: SoakSeed): Promise<Evidence> {
  // Not by its name, which would compile what has changed.
  const program = join(folder, 'build/host-sim/cli/main.js');
  const { output } = await run(folder, [program, 'soak', '--from', `${seed}`, '--seeds', '1', '--days', `${days}`, '--json'], LONGEST_SEED);
  try {
    const { failed } = JSON.parse(output) as SoakReport;
    const broken = failed.map(({ violation }) => violation?.invariant ?? '');
    if (broken.length === 0 || broken.includes(invariant)) return { failed: broken };
    return { failed: [], problem: `seed ${seed} breaks ${broken.join(', ')}, and not ${invariant}` };
  } catch {
    return { failed: [], problem: `the soak has not come to its end: ${output.slice(-500)}` };
  }
}

async function run(folder: string, args: readonly string[], limit = 0): Promise<{ readonly output: string }> {
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'], timeout: limit });
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  await once(child, 'close');
  return { output };
}
