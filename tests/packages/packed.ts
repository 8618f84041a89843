import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { deadLinks } from './links.js';
import { run } from './shell.js';

/** What device projects can bear, unpacked. */
const DEVICE_LIMIT = 1_750_000;

/** Checks what is in a package, unpacked in `folder`, and as `archive`. */
export async function checkContents(root: string, name: string, folder: string, archive: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const stray = files.filter((file) => /\.(map|tsbuildinfo|test\.js)$/.test(file));
  assert.deepEqual(stray, [], `${name} holds what no user needs`);

  let size = 0;
  for (const file of files) {
    size += (await stat(join(folder, file))).size;
    if (file.endsWith('.js')) await checkNoMap(folder, file);
  }
  assert.deepEqual(await deadLinks(folder, files), [], `${name} has links that lead nowhere`);
  if (name === 'cellnode') assert(size < DEVICE_LIMIT, `${size} bytes, more than ${DEVICE_LIMIT}`);
  console.log(`  ${files.length} files, ${size} bytes`);

  await run(root, 'npx', '--no-install', 'publint', 'run', folder, '--strict');
  // Serial ports belong to a platform of Moddable's: elsewhere the entry cannot be resolved, as its documentation says.
  // CommonJS takes ES modules by require() from Node.js 20.19 on.
  const exclusions = ['--profile', 'esm-only', ...(name === 'cellnode' ? ['--exclude-entrypoints', 'serial'] : [])];
  await run(root, 'npx', '--no-install', 'attw', archive, ...exclusions, '--format', 'ascii', '--no-color');
}

async function checkNoMap(folder: string, file: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  assert(!/^\/\/# sourceMappingURL/m.test(text), `${file} names a map that is not there`);
}
