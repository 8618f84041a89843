import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { VOICE } from '../support/voice.js';

const AVA = 'node_modules/ava/entrypoints/cli.mjs';

/** Folders of the suites whose benches have the driver on one end of a simulated module. */
export const SUITES = ['modem', 'modem/recovery', 'mqtt', 'firmware', 'scenarios', 'espruino'] as const;

export interface VoicedRun {
  readonly failures: readonly string[];
  /** What ava has said. */
  readonly output: string;
  /** Shows it again. */
  readonly command: string;
}

/** Runs the suites of some folders with modules that speak as this seed has it. */
export function runVoiced(seed: number, folders: readonly string[]): VoicedRun {
  const files = folders.flatMap((folder) => suitesIn(`build/tests/${folder}`));
  const env = { ...process.env, [VOICE]: String(seed) };
  const { stdout, stderr, status } = spawnSync(process.execPath, [AVA, ...files], { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  const output = stdout + stderr;
  const failures = output.split('\n').flatMap((line) => /✘ (?:\[fail\]: )?(.*)/.exec(line)?.[1] ?? []);
  const isUnexplained = status !== 0 && failures.length === 0;
  return {
    failures: isUnexplained ? [`ava ends with status ${status}`] : failures,
    output,
    command: `env ${VOICE}=${seed} npx ava ${folders.map((folder) => `'build/tests/${folder}/*.test.js'`).join(' ')}`,
  };
}

function suitesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => (name.endsWith('.test.js') ? [`${folder}/${name}`] : []));
}
