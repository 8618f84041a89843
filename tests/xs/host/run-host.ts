import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { xsHost } from './xs-host.js';

export interface HostRun {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the host to its end. */
export async function runHost(options: readonly string[]): Promise<HostRun> {
  const host = await xsHost();
  return new Promise((resolve) => {
    execFile(host, options, (error, output, errors) => resolve({ status: typeof error?.code === 'number' ? error.code : 0, output, errors }));
  });
}

/** Files with these texts, by name; they go with the test. Gives their paths. */
export async function files<N extends string>(t: ExecutionContext, texts: Readonly<Record<N, string>>): Promise<Record<N, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-xs-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const paths = {} as Record<N, string>;
  for (const name of Object.keys(texts) as N[]) {
    paths[name] = join(folder, `${name}.js`);
    await writeFile(paths[name], texts[name]);
  }
  return paths;
}
