import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { type Plugin, rollup } from 'rollup';
import { builtDriver, preloadedDriver } from './built-driver.js';
import type { Suite } from './suites.js';

const ENTRY = '\0suites';
const BEGINNING = '\0begin ';

const standIn = (name: string): string => fileURLToPath(new URL(`./stand-ins/${name}.js`, import.meta.url));

/** What the suites import and an engine does not have. */
const STAND_INS: Readonly<Record<string, string>> = { ava: standIn('ava'), 'node:assert/strict': standIn('assert') };
/** The same by their paths. */
const REPLACED: Readonly<Record<string, string>> = {
  [fileURLToPath(new URL('../property.js', import.meta.url))]: standIn('property'),
  [fileURLToPath(new URL('../../host-sim/platforms/node-digest.js', import.meta.url))]: standIn('digest'),
};

export interface SuiteScript {
  /** How many. */
  readonly suites: number;
  /** Scripts to be run one after the other. */
  readonly files: readonly string[];
  /** For an engine that cannot preload, to be run first: it leaves `preloaded(…)` behind, which gives the bundle where that is used. */
  readonly driver?: string;
  /** Of the tests that these run. */
  readonly titles: readonly string[];
}

/**
 * One script for all the suites, and another that runs their tests, but for those whose titles begin with what is in
 * `leftOut`. `driver` says what is tested; plugins put something of their own in its place.
 */
export async function bundleSuites(
  suites: readonly Suite[],
  driver: 'bundle' | 'sources' | readonly Plugin[],
  leftOut: readonly string[],
  folder: string,
): Promise<SuiteScript> {
  const [file, start] = [join(folder, 'suites.js'), join(folder, 'start.js')];
  const { code, imports } = await bundled([entry(suites), standIns(), ...pluginsFor(driver)], 'suites');
  await writeFile(file, code);
  const driverFile = driver === 'bundle' ? join(folder, 'driver.js') : undefined;
  const driverCode = driverFile === undefined ? '' : (await bundled([driverEntry(imports), builtDriver()], 'driver')).code;
  if (driverFile !== undefined) await writeFile(driverFile, driverCode);
  await writeFile(start, `suites.run((result) => print(JSON.stringify(result)), ${JSON.stringify(leftOut)});`);
  const titles = registered(`${driverCode}${code}`, file).filter((title) => !leftOut.some((beginning) => title.startsWith(beginning)));
  return { suites: suites.length, files: [file, start], driver: driverFile, titles };
}

/** The titles that the script registers here; it leaves `suites.titles()` and `suites.run(…)` behind. */
function registered(code: string, file: string): string[] {
  const newRealm = (): unknown => vm.runInContext('globalThis', vm.createContext({}));
  const context = vm.createContext({ TextEncoder, TextDecoder, newRealm });
  vm.runInContext(code, context, { filename: file });
  return JSON.parse(vm.runInContext('JSON.stringify(suites.titles())', context) as string) as string[];
}

/** A script, and what it has from `preloaded(…)`. */
async function bundled(plugins: Plugin[], name: string): Promise<{ readonly code: string; readonly imports: readonly string[] }> {
  const bundle = await rollup({
    input: ENTRY,
    // The driver is to be there as a whole, as on the device.
    treeshake: false,
    makeAbsoluteExternalsRelative: false,
    plugins,
    onwarn: (warning) => {
      if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(`${warning.message}: no suite of the shared folders needs Node`);
    },
  });
  const globals = (id: string): string => `preloaded(${JSON.stringify(id)})`;
  const { output } = await bundle.generate({ format: 'iife', name, globals, interop: 'esModule' });
  await bundle.close();
  return output[0];
}

function pluginsFor(driver: 'bundle' | 'sources' | readonly Plugin[]): readonly Plugin[] {
  if (driver === 'sources') return [];
  return driver === 'bundle' ? [preloadedDriver()] : driver;
}

function driverEntry(names: readonly string[]): Plugin {
  const imports = names.map((name, index) => `import * as m${index} from ${JSON.stringify(name)};`);
  const entries = names.map((name, index) => `[${JSON.stringify(name)}, m${index}]`);
  const lines = [...imports, `const modules = new Map([${entries.join(', ')}]);`, 'globalThis.preloaded = (name) => modules.get(name);'];
  return { name: 'driver', resolveId: (id) => (id === ENTRY ? id : null), load: (id) => (id === ENTRY ? lines.join('\n') : null) };
}

/** The globals first, and before each suite the word that it begins. */
function entry(suites: readonly Suite[]): Plugin {
  const imports = suites.flatMap(({ name, path }) => [`${BEGINNING}${name}`, path]);
  const lines = [standIn('globals'), standIn('buffer-global'), ...imports].map((id) => `import ${JSON.stringify(id)};`);
  return {
    name: 'suites',
    resolveId: (id) => (id === ENTRY || id.startsWith(BEGINNING) ? id : null),
    load: (id) => {
      if (id === ENTRY) return [...lines, `export { titles, run } from 'ava';`].join('\n');
      if (!id.startsWith(BEGINNING)) return null;
      return `import { beginSuite } from 'ava'; beginSuite(${JSON.stringify(id.slice(BEGINNING.length))});`;
    },
  };
}

function standIns(): Plugin {
  return {
    name: 'stand-ins',
    async resolveId(id, importer, options) {
      if (id in STAND_INS) return STAND_INS[id];
      if (id === 'fast-check' || id.startsWith('pure-rand')) return fileURLToPath(import.meta.resolve(id));
      const resolved = await this.resolve(id, importer, { ...options, skipSelf: true });
      return resolved === null ? null : (REPLACED[resolved.id] ?? null);
    },
  };
}
