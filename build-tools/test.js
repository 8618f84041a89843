/**
 * `npm test [-- PATTERN…]`: runs the tests. Some need programs that npm does not have. Where one is missing, the suites that need
 * it are left out, and the end says which, and what to install; with `CI=true` nothing may be missing. Nothing is installed here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, normalize } from 'node:path';

const TESTS = 'build/tests';

/** What must be there for a compiled module, and so for the suites that import it; and how it comes there. */
const NEEDS = [
  { module: 'host-sim/broker/mosquitto.js', install: 'apt-get install mosquitto', isThere: () => hasPrograms('mosquitto') },
  { module: 'programs/chat.test.js', install: 'apt-get install ppp', isThere: () => hasPrograms('chat') },
  { module: 'programs/gammu.test.js', install: 'apt-get install gammu', isThere: () => hasPrograms('gammu') },
  {
    module: 'programs/modem-manager.test.js',
    install: 'apt-get install modemmanager dbus',
    isThere: () => hasPrograms('ModemManager', 'mmcli', 'dbus-daemon', 'dbus-send'),
  },
  { module: 'programs/picocom.test.js', install: 'apt-get install picocom', isThere: () => hasPrograms('picocom') },
  { module: 'programs/smsd.test.js', install: 'apt-get install smstools', isThere: () => hasPrograms('smsd') },
  { module: 'web/page-bench.js', install: 'apt-get install chromium', isThere: () => existsSync('/usr/bin/chromium') },
  { module: 'xs/host/compiler.js', install: 'apt-get install gcc gcc-multilib', isThere: compilesFor32Bits },
  { module: 'xs/host/sources.js', install: 'npm ci --prefix tests/xs/engine', isThere: hasEngine },
];

const missing = NEEDS.filter(({ isThere }) => !isThere());
const left = new Map(suites().map((suite) => [suite, ways(suite)]).filter(([, install]) => install.length > 0));
if (missing.length > 0 && process.env.CI === 'true') {
  console.error(`With CI=true no suite is left out. Missing:\n${[...new Set(missing.map(({ install }) => `  ${install}`))].join('\n')}`);
  process.exit(1);
}

const env = { ...process.env, SUITES_LEFT_OUT: [...left.keys()].join(delimiter) };
const { status } = spawnSync(process.execPath, ['node_modules/ava/entrypoints/cli.mjs', ...process.argv.slice(2)], { stdio: 'inherit', env });
if (left.size > 0) {
  console.log(`\n${left.size} not run:`);
  for (const [suite, install] of left) console.log(`  ${suite}: ${install.join(' && ')}`);
}
process.exitCode = status ?? 1;

function suites() {
  const names = readdirSync(TESTS, { recursive: true }).filter((name) => name.endsWith('.test.js'));
  return names.map((name) => join(TESTS, name)).sort();
}

/** What to install for a suite. */
function ways(suite) {
  const modules = modulesOf(suite, new Set());
  return missing.filter(({ module }) => modules.has(join(TESTS, module))).map(({ install }) => install);
}

/** A compiled module and all that it imports, by whatever way, among the tests. */
function modulesOf(path, found) {
  if (found.has(path) || !existsSync(path)) return found;
  found.add(path);
  for (const [, target] of readFileSync(path, 'utf8').matchAll(/(?:from |import |import\(|new URL\()'(\.[^']+\.js)'/g)) {
    const module = normalize(join(dirname(path), target));
    if (module.startsWith(normalize(TESTS))) modulesOf(module, found);
  }
  return found;
}

function hasPrograms(...names) {
  // Programs of the system's administrator are not in everybody's path.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return names.every((name) => folders.some((folder) => existsSync(join(folder, name))));
}

function compilesFor32Bits() {
  const options = ['-m32', '-x', 'c', '-', '-o', '/dev/null'];
  return spawnSync('cc', options, { input: '#include <stdlib.h>\nint main(void) { return EXIT_SUCCESS; }\n' }).status === 0;
}

/** It may lie above, where an earlier lock file had it. */
function hasEngine() {
  return existsSync('tests/xs/engine/node_modules/@agoric/xsnap') || existsSync('node_modules/@agoric/xsnap');
}
