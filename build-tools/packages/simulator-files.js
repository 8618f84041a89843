/**
 * Puts together what the package `cellnode-sim` consists of, in host-sim/dist: what is compiled of host-sim/, with the parts
 * that it shares with the driver taken from the package `cellnode`, and the files of the page.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';

const COMPILED = 'build/host-sim';
const PAGE = 'host-sim/web/page';
const PACKAGE = 'host-sim/dist';

/** A module of the driver's, named by where it is in this tree: in an import, an export, or a type that is imported in place. */
const DRIVER_MODULE = /(?<=(?:from |import\()(['"]))(?:\.\.\/)+modules\/([^'"]+)(?=\1)/g;
/** Maps without their sources lead nowhere. */
const MAP = /^\/\/# sourceMappingURL=.*\n?/gm;

await rm(PACKAGE, { recursive: true, force: true });
for (const name of await readdir(COMPILED, { recursive: true })) {
  if (/\.(js|d\.ts)$/.test(name)) await put(name, packaged(await readFile(join(COMPILED, name), 'utf8')));
}
await cp('LICENSE', join(PACKAGE, 'LICENSE'));
for (const name of await readdir(PAGE)) {
  if (['.html', '.css', '.svg'].includes(extname(name))) await cp(join(PAGE, name), join(PACKAGE, 'web/page', name));
}

function packaged(text) {
  return text.replace(DRIVER_MODULE, (_, _quote, path) => entryOf(path)).replace(MAP, '');
}

/** Which of the entries of `cellnode` has what the module exports. */
function entryOf(path) {
  const [, encoding] = /^encodings\/(cbor|senml)\.js$/.exec(path) ?? [];
  if (encoding !== undefined) return `cellnode/${encoding}`;
  if (path.startsWith('platforms/')) return `cellnode/${path.slice(0, -'.js'.length)}`;
  const isOfTheLine = /^(at|base|cellular|fibocom)\//.test(path) && path !== 'base/errors.js';
  return isOfTheLine ? 'cellnode/fibocom' : 'cellnode';
}

async function put(name, text) {
  const path = join(PACKAGE, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
