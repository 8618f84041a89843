import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { preloading, xsHost } from '../xs/host/xs-host.js';
import { DRIVER_MODULES } from './built-driver.js';
import { type Engine, runOnEngine } from './engine-run.js';
import { bundleSuites, type SuiteScript } from './suite-bundle.js';
import { sharedSuites, type Suite, TOO_LONG, xsSuites } from './suites.js';

/** The suites of the device code, which ava runs on Node, on the engine of the device and on a third one. */

/** A minute each on a machine that does nothing else. */
const PATIENCE = 1_200_000;

/**
 * What the tests leave behind for a while is not the device's to hold: rooms that hardly ever make XS collect. And a stack for all
 * suites in one script: what each declares is a variable of the one function around them.
 */
const XS_ROOM = ['-chunk', `${64 * 2 ** 20}`, '-heap', `${2 * 2 ** 20}`, '-stack', `${2 ** 14}`];

/** What the bundle makes when it is loaded is read-only on XS, as on a device. */
async function xs(driver?: string): Promise<Engine> {
  const preloaded = driver === undefined ? [] : preloading(DRIVER_MODULES);
  return { command: await xsHost(), arguments: [...XS_ROOM, ...preloaded] };
}

async function quickjs(driver?: string): Promise<Engine> {
  const scripts = [fileURLToPath(new URL('quickjs.js', import.meta.url)), ...(driver === undefined ? [] : [driver])];
  return { command: process.execPath, arguments: scripts };
}

/** Engines with the driver's script, where there is one. */
const ENGINES: Readonly<Record<string, (driver?: string) => Promise<Engine>>> = { 'XS, with 32-bit slots': xs, QuickJS: quickjs };

const folders: string[] = [];

const { outer, inner } = sharedSuites();
const onBundle = script(outer, 'bundle');
const onSources = script(inner, 'sources');
const onXsAlone = script(xsSuites(), 'bundle');

for (const [name, engine] of Object.entries(ENGINES)) {
  test(`on ${name}: the built bundle passes every suite that can be put to it`, async (t) => {
    await expectToPass(t, engine, await onBundle(t));
  });

  test(`on ${name}: the parts inside pass every suite of theirs`, async (t) => {
    await expectToPass(t, engine, await onSources(t));
  });
}

test('on XS: its heap is measured exactly, the bundle keeps time on Moddable\'s timers, and a client lives until closed', async (t) => {
  await expectToPass(t, xs, await onXsAlone(t));
});

async function expectToPass(t: ExecutionContext, engine: (driver?: string) => Promise<Engine>, script: SuiteScript): Promise<void> {
  const { suites, files, driver, titles } = script;
  const { results, remarks, status, milliseconds } = await runOnEngine(await engine(driver), files);
  const failures = results.filter(({ failure }) => failure !== undefined);
  const passed = results.length - failures.length;
  t.log(`${passed} of ${results.length} tests of ${suites} suites passed in ${(milliseconds / 1000).toFixed(1)} s`);
  for (const { title, failure } of failures) t.log(`✘ ${title}\n${failure}`);
  t.is(remarks, '');
  t.is(status, 0);
  t.deepEqual(failures.map(({ title }) => title), []);
  // What an engine does not tell of, it has not run.
  t.deepEqual(results.map(({ title }) => title), titles);
}

/** Made once, by the first test that wants it. */
function script(suites: readonly Suite[], driver: 'bundle' | 'sources'): (t: ExecutionContext) => Promise<SuiteScript> {
  let made: Promise<SuiteScript> | undefined;
  return (t) => {
    t.timeout(PATIENCE);
    made ??= mkdtemp(join(tmpdir(), 'cellnode-suites-')).then((folder) => {
      folders.push(folder);
      return bundleSuites(suites, driver, TOO_LONG, folder);
    });
    return made;
  };
}

test.after.always(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));
