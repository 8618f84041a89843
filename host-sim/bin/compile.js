import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Milliseconds after which whoever waits is told for what; where nothing has been compiled yet, at once. */
const SOON = 1000;
const COMPILED = new URL('../../build/host-sim/cli/main.js', import.meta.url);

/** Compiles driver, simulator and page, and neither tests nor benchmarks. What is up to date is left as it is. */
export async function compile() {
  const { resolve } = createRequire(import.meta.url);
  const tsc = join(dirname(resolve('typescript/package.json')), 'bin/tsc');
  const project = fileURLToPath(new URL('../web/page', import.meta.url));
  const notice = setTimeout(() => console.error('Compiling cellnode: some seconds, once.'), existsSync(COMPILED) ? SOON : 0);
  // The compiler's complaints are no output of the command.
  const [status] = await once(spawn(process.execPath, [tsc, '--build', project], { stdio: ['ignore', 2, 2] }), 'exit');
  clearTimeout(notice);
  if (status !== 0) process.exit(1);
}
