/**
 * npm runs this before it packs one of the two packages: for `npm pack`, `npm publish`, and where another project names this one
 * as a git dependency. All that is compiled is made then, as none of it is committed.
 *
 * npm runs it, too, when it has installed what this tree itself needs. Nothing is compiled then, as whoever works here compiles
 * what he runs; but the sources of XS come, which the tests compile: nobody else needs them, and the scripts of their package
 * would build a worker of their own.
 */
import { spawnSync } from 'node:child_process';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { INIT_CWD: startedIn = ROOT, npm_command: command = '' } = process.env;
const [packageName] = process.argv.slice(2);

if (isThisTree(startedIn) && ['ci', 'install'].includes(command)) provideEngine();
else run('npm', ['run', '--silent', `build:${packageName}`]);

function isThisTree(folder) {
  const way = relative(ROOT, folder);
  return !way.startsWith('..') && !isAbsolute(way);
}

/** Without them only the tests on XS cannot run, and say so. */
function provideEngine() {
  if (packageName !== 'cellnode' || process.env.npm_config_omit?.includes('dev')) return;
  spawnSync('npm', ['ci', '--prefix', 'tests/xs/engine'], options());
}

function run(program, args) {
  const { status } = spawnSync(program, args, options());
  if (status !== 0) process.exit(status ?? 1);
}

/** What is said goes to stderr: `npm pack --json` has its own on stdout. npm is a script where it is not run by a shell. */
function options() {
  return { cwd: ROOT, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
}
