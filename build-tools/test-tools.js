/**
 * The tests run programs that npm does not have, such as the C compiler for 32-bit XS or ModemManager. On Debian as root what
 * is missing is installed; elsewhere this says what to install, and the tests that need it fail by name.
 *
 * `node test-tools.js [LIST]`: the file of another list, with a package's name on each line.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LIST = process.argv[2] ?? new URL('../tests/programs/debian-packages', import.meta.url);
/** Another apt may be at work on a machine that has just started. */
const WAIT_FOR_OTHERS = ['-o', 'DPkg::Lock::Timeout=300'];

const packages = readFileSync(LIST, 'utf8').split('\n').filter((line) => line !== '');
const missing = packages.filter((name) => !isInstalled(name));
if (missing.length > 0) provide(missing);

function isInstalled(name) {
  const query = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], { encoding: 'utf8' });
  return query.stdout === 'installed';
}

function provide(names) {
  const isDebian = spawnSync('apt-get', ['--version']).status === 0;
  if (!isDebian || process.getuid?.() !== 0) {
    console.error(`Tests need these Debian packages, or the same programs: apt-get install ${names.join(' ')}`);
    return;
  }
  console.error(`Installing for the tests: ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Progress would drown the tests' own output; what apt complains of is on standard error.
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  spawnSync('apt-get', ['update', '-qq'], options);
  const installing = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...WAIT_FOR_OTHERS, ...names], options);
  if (installing.status !== 0) console.error('They could not be installed; the tests that need them will fail.');
}
