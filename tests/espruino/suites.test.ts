import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { Plugin } from 'rollup';
import { runOnEngine } from '../engines/engine-run.js';
import { bundleSuites } from '../engines/suite-bundle.js';
import { isDriver } from '../engines/built-driver.js';
import { imports } from '../engines/imports.js';
import { sharedSuites, type Suite, TOO_LONG } from '../engines/suites.js';
import { loweredDriver, onLoweredDriver } from './lowered-driver.js';
import { realmOnQuickJS } from './realm-on-quickjs.js';

const QUICKJS = fileURLToPath(new URL('../engines/quickjs.js', import.meta.url));
const OWN: readonly Suite[] = ['connect', 'losses', 'ports'].map((name) => ({
  name: `espruino/${name}`,
  path: fileURLToPath(new URL(`${name}.test.js`, import.meta.url)),
}));

/** What the module for Espruino is made of; sensor node, outbox and Moddable's ports do not belong to it. */
const PARTS = /^(at|conformance|modem|mqtt|transcripts)\//;

async function expectToPass(t: ExecutionContext, suites: readonly Suite[], driver: Plugin[]): Promise<void> {
  t.timeout(600_000);
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-espruino-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const { files, titles } = await bundleSuites(suites, driver, TOO_LONG, folder);
  const { results, remarks, status } = await runOnEngine({ command: process.execPath, arguments: [QUICKJS] }, files);

  t.deepEqual(results.filter(({ failure }) => failure !== undefined), []);
  t.is(remarks, '');
  t.is(status, 0);
  // What the engine does not tell of, it has not run.
  t.deepEqual(results.map(({ title }) => title), titles);
  t.log(`${results.length} tests of ${suites.length} suites`);
}

/** The driver's modules that the suites use. */
function modulesOf(suites: readonly Suite[]): string[] {
  const used = suites.flatMap(({ path }) => imports(path, [], (from) => !isDriver(from)));
  return [...new Set(used.filter(isDriver))];
}

test('on QuickJS, without what Espruino lacks, the built bundle passes the suites of this folder', async (t) => {
  await expectToPass(t, OWN, [realmOnQuickJS()]);
});

test('there, the driver lowered for Espruino passes the suites of its parts', async (t) => {
  const { outer, inner } = sharedSuites();
  const suites = [...outer, ...inner].filter(({ name }) => PARTS.test(name));
  const code = await loweredDriver(modulesOf(suites));
  await expectToPass(t, suites, [realmOnQuickJS(code), onLoweredDriver()]);
});
