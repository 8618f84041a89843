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

/** The driver's bundle, and what it imports of the SDK: files by the names that others import them by. */
export const DRIVER_MODULES = {
  cellnode: DRIVER,
  timer: `${MODDABLE}timer.js`,
  time: `${MODDABLE}time.js`,
} as const;

/** The other bundles that are flashed with a node, and what they import of the SDK; not `mc/config`, which a manifest has. */
export const NODE_MODULES = {
  'cellnode/serial': `${BUILT}serial/esp32.js`,
  'cellnode/flash': `${BUILT}flash/partitions.js`,
  'cellnode/cbor': `${BUILT}cbor.js`,
  'cellnode/senml': `${BUILT}senml.js`,
  'cellnode/collect': `${BUILT}collect.js`,
  'cellnode/memory': `${BUILT}memory.js`,
  'cellnode/restart-reason': `${BUILT}restart-reason/esp32.js`,
  debug: `${MODDABLE}debug.js`,
  instrumentation: `${MODDABLE}instrumentation.js`,
  modules: `${MODDABLE}image-modules.js`,
  resetReason: `${MODDABLE}reset-reason.js`,
  'cellnode/main': `${BUILT}main.js`,
  'embedded:io/serial': `${MODDABLE}serial.js`,
  'embedded:storage/flash': `${MODDABLE}flash.js`,
  'embedded:io/digital': `${MODDABLE}digital.js`,
} as const;

const NAMES: Readonly<Record<string, string>> = { ...DRIVER_MODULES, ...NODE_MODULES };

/** Of the native modules' stand-ins there is one each, which programs and bundles share. */
const SHARED = [MODDABLE, `${TESTS}xs/device/`];

/**
 * Lets tests use the built bundle, dist/moddable/cellnode.js, in the place of its sources: what a test imports of the driver
 * comes out of the bundle. The simulated module keeps its own copy of the command table.
 */
export function builtDriver(): Plugin {
  return {
    name: 'built-driver',
    resolveId: (id, importer) => NAMES[id] ?? (isDriver(pathOf(id, importer)) ? DRIVER : null),
  };
}

/** As {@link builtDriver}, but bundles and stand-ins stay imports, of what the host has preloaded. */
export function preloadedDriver(): Plugin {
  return {
    name: 'preloaded-driver',
    resolveId(id, importer) {
      const path = pathOf(id, importer);
      if (id in NAMES || id === 'mc/config') return { id, external: true };
      if (isDriver(path)) return { id: 'cellnode', external: true };
      return SHARED.some((folder) => path.startsWith(folder)) ? { id: path, external: true } : null;
    },
  };
}

/** What a test imports by a relative path. */
function pathOf(id: string, importer: string | undefined): string {
  return importer?.startsWith(TESTS) === true && id.startsWith('.') ? resolve(dirname(importer), id) : '';
}

/** Whether the compiled module is the driver's, not the simulated module's or a test's. */
export function isDriver(path: string): boolean {
  return path.startsWith(MODULES);
}

/** Whether the bundle exports all that a compiled module of the driver does: inner parts of the driver it keeps to itself. */
export function bundleHas(path: string): boolean {
  return exportedNames(path).every((name) => bundled.has(name));
}

const bundled = new Set(exportedNames(DRIVER));

/** What a module exports, be it compiled or minified; types have gone. */
function exportedNames(path: string): string[] {
  const code = readFileSync(path, 'utf8');
  const declared = Array.from(code.matchAll(/^export (?:const|function|class) (\w+)/gm), ([, name]) => name);
  const lists = Array.from(code.matchAll(/export ?\{([^}]*)\}/g), ([, names]) => names.split(','));
  return [...declared, ...lists.flat().map((name) => name.trim().split(' as ').pop() ?? '')].filter((name) => name !== '');
}
