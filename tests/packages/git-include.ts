import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingFiles } from '../ports/moddable/manifest.js';

/**
 * The application's manifest of docs/moddable.md that includes the library by its git address, with the release in `repository` in
 * the place of that address: what it names is there, when it is cloned and the tag checked out, as mcconfig does it.
 */
export async function checkGitInclude(root: string, folder: string, repository: string, tag: string): Promise<void> {
  const page = await readFile(join(root, 'docs/moddable.md'), 'utf8');
  const manifest = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, text]) => text).find((text) => text.includes('"git"'));
  assert(manifest !== undefined, 'docs/moddable.md has no manifest with a git include');
  await mkdir(folder);
  await writeFile(join(folder, 'main.js'), "import { Modem } from 'cellnode';\n");
  const path = join(folder, 'manifest.json');
  await writeFile(path, manifest.replace(/(?<="git": )"[^"]*"/, JSON.stringify(`file://${repository}`)).replace(/v\d+\.\d+\.\d+/, tag));

  const clone = join(folder, 'clone');
  const missing = missingFiles(path, (include) => {
    execFileSync('git', ['clone', '--quiet', include.git, clone]);
    execFileSync('git', ['-c', 'advice.detachedHead=false', 'checkout', '--quiet', include.tag ?? 'HEAD'], { cwd: clone });
    return clone;
  });
  assert.deepEqual(missing, [], 'these files are named and not there');
}
