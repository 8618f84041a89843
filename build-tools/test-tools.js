/**
 * The tests run programs that npm does not have, such as the C compiler for 32-bit XS or ModemManager: `node test-tools.js [LIST]`
 * names the Debian packages that are missing, and with `--install` installs them, as .ci/run does on its machine. A list has the
 * name of a package on each line.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { install: { type: 'boolean', default: false } } });
const [list = new URL('../tests/programs/debian-packages', import.meta.url)] = positionals;
/** Another apt may be at work on a machine that has just started. */
const WAIT_FOR_OTHERS = ['-o', 'DPkg::Lock::Timeout=300'];

const packages = readFileSync(list, 'utf8').split('\n').filter((line) => line !== '');
const missing = packages.filter((name) => !isInstalled(name));
if (missing.length > 0) {
  if (values.install) install(missing);
  else console.error(`These Debian packages, or the same programs, are missing: apt-get install ${missing.join(' ')}`);
}

function isInstalled(name) {
  const query = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], { encoding: 'utf8' });
  return query.stdout === 'installed';
}

function install(names) {
  console.error(`Installing for the tests: ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Progress would drown the tests' own output; what apt complains of is on standard error.
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  spawnSync('apt-get', ['update', '-qq'], options);
  const arguments_ = ['install', '-y', '-qq', '--no-install-recommends', ...WAIT_FOR_OTHERS, ...names];
  const { status } = spawnSync('apt-get', arguments_, options);
  if (status !== 0) console.error('They could not be installed; what needs them says so.');
}
