import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { told } from './canaries.js';

const PROGRAM = fileURLToPath(new URL('crashing-program.js', import.meta.url));
const ways = JSON.parse(execFileSync(process.execPath, [PROGRAM], { encoding: 'utf8' })) as readonly string[];

interface Crash {
  readonly status: number | null;
  readonly complaints: string;
  /** Node's report of the error, which holds what is known of the process. */
  readonly report: string;
  readonly text: string;
}

function crash(...args: readonly string[]): Crash {
  const folder = mkdtempSync(join(tmpdir(), 'cellnode-test-'));
  try {
    const options = ['--report-uncaught-exception', `--report-directory=${folder}`];
    const { status, stdout, stderr } = spawnSync(process.execPath, [...options, PROGRAM, ...args], { encoding: 'utf8' });
    const report = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    return { status, complaints: stderr, report, text: `${stdout}${stderr}${report}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const way of ways) {
  test(`no secret is in what a program says that ends with ${way}, nor in the report of it`, (t) => {
    for (const how of ['thrown', 'rejected']) {
      const { status, complaints, report, text } = crash(way, how);
      t.true(status !== 0 && complaints !== '' && report !== '', how);
      t.false(complaints.includes('was to be refused'), complaints);
      t.is(told(text), undefined, how);
    }
  });
}
