import { execFileSync } from 'node:child_process';
import test from 'ava';
import { deadLinks } from './links.js';

test('no link of the packed documentation leads out of the package', async (t) => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const [{ files }] = JSON.parse(packed) as [{ readonly files: readonly { readonly path: string }[] }];
  t.deepEqual(await deadLinks('.', files.map(({ path }) => path)), []);
});
