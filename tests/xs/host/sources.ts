import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Installed beside the project's own packages, as scripts run for those: see its package.json. */
const ENGINE = new URL('../../../../tests/xs/engine/package.json', import.meta.url);
/** Where the sources of XS are: the package ships them to build a worker of its own. */
const PACKAGE = dirname(createRequire(ENGINE).resolve('@agoric/xsnap/package.json'));
const XS = join(PACKAGE, 'moddable/xs');
const MODULES = join(PACKAGE, 'moddable/modules/data/text');
const PLATFORM = join(PACKAGE, 'xsnap-native/xsnap/sources');
/** From build/tests/xs/host/ to the sources of the host. */
const HOST = fileURLToPath(new URL('../../../../tests/xs/host/', import.meta.url));

const HOST_FILES = [
  'xshost.c',
  'machine.c',
  'machine.h',
  'modules.c',
  'modules.h',
  'preload.c',
  'preload.h',
  'arena.c',
  'arena.h',
  'exchange.c',
  'exchange.h',
];

/** As the package builds its worker, without its console and debugger. Metering counts computrons; mxProfile, collections. */
const DEFINITIONS = [
  'INCLUDE_XSPLATFORM',
  'XSPLATFORM="xsnapPlatform.h"',
  'mxBoundsCheck=1',
  'mxLockdown=1',
  'mxMetering=1',
  'mxMinusZero=1',
  'mxNoConsole=1',
  'mxParse=1',
  'mxProfile=1',
  'mxRegExpUnicodePropertyEscapes=1',
  'mxRun=1',
  'mxSloppy=1',
  'mxSnapshot=1',
  'mxStringNormalize=1',
];

/** The files that are this project's own, headers among them. */
export function hostFiles(): string[] {
  return HOST_FILES.map((name) => join(HOST, name));
}

/** The engine itself and its text codecs, for any platform. */
export function engineSources(): string[] {
  const engine = readdirSync(join(XS, 'sources')).filter((name) => name.startsWith('xs') && name.endsWith('.c'));
  return [
    ...engine.sort().map((name) => join(XS, 'sources', name)),
    join(MODULES, 'decoder/textdecoder.c'),
    join(MODULES, 'encoder/textencoder.c'),
  ];
}

/** Where the headers of the engine and of the host are. */
export function includeFolders(): string[] {
  return [join(XS, 'includes'), join(XS, 'platforms'), join(XS, 'sources'), PLATFORM, HOST];
}

/** All that is compiled: the engine, its platform, and the host. */
export function sources(): string[] {
  return [...engineSources(), join(PLATFORM, 'xsnapPlatform.c'), ...hostFiles().filter((path) => path.endsWith('.c'))];
}

export interface Flags {
  readonly compiler: readonly string[];
  readonly linker: readonly string[];
}

/** What the host has the engine do otherwise. */
export const WRAPPED = [
  // machine.c: collections and unhandled rejections are seen, functions are as on the device.
  'fxCheckProfiler',
  'fxAbort',
  'fxNewFunctionLength',
  'fxNewFunctionName',
  // modules.c: modules have names.
  'fxFindModule',
  'fxLoadModule',
  // preload.c: what is preloaded is read-only.
  'fxShare',
  'fxAllocateChunks',
  'fxAllocateSlots',
  'fxNewGlobalInstance',
];

/**
 * `-m32` gives the device's layout: 16 bytes a slot. Its own arithmetic would be the x87's, whose longer numbers are rounded twice:
 * of 20,000 quotients 4 come out otherwise than on a device. SSE has none of that.
 */
export function flags(): Flags {
  return {
    compiler: ['-m32', '-msse2', '-mfpmath=sse', '-O2', '-w', '-fno-common', ...DEFINITIONS.map((name) => `-D${name}`), ...includeFolders().map((path) => `-I${path}`)],
    linker: ['-m32', '-rdynamic', ...WRAPPED.map((name) => `-Wl,--wrap=${name}`), '-ldl', '-lm', '-lpthread'],
  };
}

/** The version of the package, which stands for its sources. */
export function engineVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  return version;
}
