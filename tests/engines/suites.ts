import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHas, isDriver } from './built-driver.js';
import { imports } from './imports.js';

const TESTS = fileURLToPath(new URL('../', import.meta.url));

/** Where the suites of the device code are, with the guide's transcripts. The simulated module runs on Node alone. */
const FOLDERS = ['conformance', 'at', 'encodings', 'modem', 'mqtt', 'telemetry', 'firmware', 'store', 'identity', 'settings', 'platforms', 'ports', 'transcripts'];

/** Modules that are there on every engine: the stand-ins of suite-bundle.ts take their place. */
const EVERYWHERE = ['ava', 'fast-check', 'node:assert/strict'];
const REPLACED = [join(TESTS, 'property.js'), fileURLToPath(new URL('../../host-sim/platforms/node-digest.js', import.meta.url))];

/** What takes minutes without a compiler to machine code; Node runs it. Beginnings of titles. */
export const TOO_LONG: readonly string[] = [
  // 65,535 publications.
  'telemetry/mqtt-session › message identifiers are never 0 and start again after 65535',
  // A life of erased blocks.
  'telemetry/journal/journal-outbox › wear is spread evenly',
  // Every session once for every place at which it can be cut.
  'at/cuts › ',
  // The whole workload once for every way in which power can fail in it.
  'telemetry/journal/power-cut › ',
];

export interface Suite {
  readonly name: string;
  readonly path: string;
}

export interface Suites {
  /** Those that use of the driver only what its bundle exports: they run on the built bundle. */
  readonly outer: readonly Suite[];
  /** Those that look at parts inside, which no user of the bundle sees: they run on the compiled sources. */
  readonly inner: readonly Suite[];
}

/** The compiled suites that need nothing but an engine: none of their modules imports one of Node's, or a package. */
export function sharedSuites(): Suites {
  const outer: Suite[] = [];
  const inner: Suite[] = [];
  for (const suite of FOLDERS.flatMap((folder) => suitesIn(folder, '.test.js'))) {
    const modules = imports(suite.path, REPLACED);
    if (modules.some((id) => !id.startsWith('/') && !EVERYWHERE.includes(id))) continue;
    const used = imports(suite.path, REPLACED, (path) => path.startsWith(TESTS)).filter(isDriver);
    (used.every(bundleHas) ? outer : inner).push(suite);
  }
  return { outer, inner };
}

/** Suites of what is there on XS alone: its heap, and the stand-ins for Moddable's modules. */
export function xsSuites(): Suite[] {
  return suitesIn('xs/suites', '.js');
}

function suitesIn(folder: string, ending: string): Suite[] {
  const names = readdirSync(join(TESTS, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => ({ name: `${folder}/${name.slice(0, -ending.length)}`, path: join(TESTS, folder, name) }));
}
