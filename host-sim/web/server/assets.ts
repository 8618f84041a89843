import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Where the page finds it, where it is, and its type. */
type PageFile = readonly [path: string, file: string, type: string];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Compiled scripts are beside this file. What needs no compiling is too in the package, and where it was written in this tree. */
const SCRIPTS = fileURLToPath(new URL('../page', import.meta.url));
const WRITTEN = fileURLToPath(new URL('../../../../host-sim/web/page', import.meta.url));
const SOURCES = existsSync(join(SCRIPTS, 'index.html')) ? SCRIPTS : WRITTEN;

/** Packages that the page's scripts import, and the files of theirs that browsers take. */
const MODULES: Readonly<Record<string, string>> = {
  uplot: 'uplot/dist/uPlot.esm.js',
  '@xterm/xterm': '@xterm/xterm/lib/xterm.mjs',
  '@xterm/addon-fit': '@xterm/addon-fit/lib/addon-fit.mjs',
};
const STYLES: Readonly<Record<string, string>> = {
  '/packages/uplot.css': 'uplot/dist/uPlot.min.css',
  '/packages/xterm.css': '@xterm/xterm/css/xterm.css',
};

const modulePath = (name: string): string => `/packages/${name}.js`;

/** The import map of the page, as JSON. */
export const importMap = JSON.stringify({
  imports: Object.fromEntries(Object.keys(MODULES).map((name) => [name, modulePath(name)])),
});

/** All files of the page by their path, read once. */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const { resolve } = createRequire(import.meta.url);
  const files: readonly PageFile[] = [
    ...(await filesIn(SCRIPTS, ['.js'])),
    ...(await filesIn(SOURCES, ['.html', '.css', '.svg'])),
    ...Object.entries(MODULES).map(([name, file]) => [modulePath(name), resolve(file), TYPES['.js']] as const),
    ...Object.entries(STYLES).map(([path, file]) => [path, resolve(file), TYPES['.css']] as const),
  ];
  const assets = files.map(async ([path, file, type]) => [path, { type, bytes: await readFile(file) }] as const);
  return new Map(await Promise.all(assets));
}

async function filesIn(folder: string, extensions: readonly string[]): Promise<readonly PageFile[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => extensions.includes(extname(name)))
    .map((name) => [`/${name}`, join(folder, name), TYPES[extname(name)]]);
}
