import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rollup';

/** From build/tests/engines/ to what is compiled, and to what is built. */
const COMPILED = fileURLToPath(new URL('../../', import.meta.url));
const TESTS = `${COMPILED}tests/`;
const MODULES = `${COMPILED}modules/`;
const BUILT = fileURLToPath(new URL('../../../dist/moddable/', import.meta.url));
const MODDABLE = `${TESTS}xs/moddable/`;

/** The bundle of the driver. */
export const DRIVER = `${BUILT}cellnode.js`;

/** The bundles, and what they import: on the device they come from the manifest and the SDK. */
const NAMES: Readonly<Record<string, string>> = {
  cellnode: DRIVER,
  'cellnode/serial': `${BUILT}serial/esp32.js`,
  'cellnode/flash': `${BUILT}flash/partitions.js`,
  'cellnode/main': `${BUILT}main.js`,
  timer: `${MODDABLE}timer.js`,
  time: `${MODDABLE}time.js`,
  'embedded:io/serial': `${MODDABLE}serial.js`,
  'embedded:storage/flash': `${MODDABLE}flash.js`,
  'embedded:io/digital': `${MODDABLE}digital.js`,
  'mc/config': `${MODDABLE}config.js`,
};

/**
 * Lets tests use the built bundle, dist/moddable/cellnode.js, in the place of its sources: what a test imports of the driver
 * comes out of the bundle. The simulated module keeps its own copy of the command table.
 */
export function builtDriver(): Plugin {
  return {
    name: 'built-driver',
    resolveId(id, importer) {
      if (id in NAMES) return NAMES[id];
      if (importer === undefined || !id.startsWith('.') || !importer.startsWith(TESTS)) return null;
      const path = resolve(dirname(importer), id);
      return isDriver(path) ? NAMES.cellnode : null;
    },
  };
}

/** Whether the compiled module is the driver's, not the simulated module's or a test's. */
export function isDriver(path: string): boolean {
  return path.startsWith(MODULES);
}

/** Whether the bundle exports all that a compiled module of the driver does: inner parts of the driver it keeps to itself. */
export function bundleHas(path: string): boolean {
  return exportedNames(path).every((name) => bundled.has(name));
}

const bundled = new Set(exportedNames(NAMES.cellnode));

/** What a module exports, be it compiled or minified; types have gone. */
function exportedNames(path: string): string[] {
  const code = readFileSync(path, 'utf8');
  const declared = Array.from(code.matchAll(/^export (?:const|function|class) (\w+)/gm), ([, name]) => name);
  const lists = Array.from(code.matchAll(/export ?\{([^}]*)\}/g), ([, names]) => names.split(','));
  return [...declared, ...lists.flat().map((name) => name.trim().split(' as ').pop() ?? '')].filter((name) => name !== '');
}
