/**
 * Packs what a clean clone holds, installs it where nothing is, and uses it from there as its users do. `npm run packages`; it
 * takes minutes, and asks the registry for what users install.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Consumer } from './consumer.js';
import { checkGitInclude } from './git-include.js';
import { checkContents } from './packed.js';
import { outcomeOf, run } from './shell.js';

const NAMES = ['cellnode', 'cellnode-sim'] as const;
const ROOT = resolve('.');

const started = performance.now();
const folder = await mkdtemp(join(tmpdir(), 'cellnode-packages-'));
try {
  await check();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function check(): Promise<void> {
  const clone = join(folder, 'clone');
  await step('a clean clone installs without an engine warning', async () => {
    await run(folder, 'git', 'clone', '--quiet', ROOT, clone);
    const { status, stderr } = await outcomeOf(clone, 'npm', 'ci', '--prefer-offline');
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /EBADENGINE/);
  });
  await step('npx cellnode runs in it', () => run(clone, 'npx', '--no-install', 'cellnode', '--version'));

  const archives: string[] = [];
  for (const name of NAMES) {
    await step(`npm pack makes ${name}`, async () => {
      const workspace = name === 'cellnode' ? [] : ['--workspace', name];
      const [{ filename }] = JSON.parse(await run(clone, 'npm', 'pack', ...workspace, '--json', '--pack-destination', folder)) as [
        { readonly filename: string },
      ];
      const unpacked = join(folder, `unpacked-${name}`);
      await mkdir(unpacked);
      await run(unpacked, 'tar', '-xzf', join(folder, filename));
      await checkContents(ROOT, name, join(unpacked, 'package'), join(folder, filename));
      archives.push(join(folder, filename));
    });
  }

  const consumer = await step('both install into an empty folder', () => Consumer.install(ROOT, join(folder, 'consumer'), archives));
  await step('TypeScript finds every type, resolving as Node.js and as bundlers do', () => consumer.typeCheck(ROOT));
  await step('bundlers leave out what is not used', () => consumer.treeShaking(ROOT));
  await step("the documentation's test passes under node:test, AVA and Vitest", () => consumer.documentedTest(ROOT));
  await step('readings arrive', () => consumer.readings());
  await step('the simulated module answers, and its page loads', () => consumer.simulate());
  await step('without native parts all else works, and the errors name them', () => consumer.withoutNativeParts());

  await step('a git dependency has everything', async () => {
    const dependent = await Consumer.install(ROOT, join(folder, 'git'), [`git+file://${clone}`], []);
    for (const file of ['dist/modules/index.js', 'dist/types/modules/index.d.ts', 'dist/moddable/cellnode.js', 'dist/espruino/cellnode.js']) {
      await dependent.has(`cellnode/${file}`);
    }
  });

  const release = join(folder, 'release');
  await step('a release is made, on a dry run', () => run(clone, process.execPath, 'build-tools/release.js', '--dry-run', '--keep', release));
  await step("Moddable's git include of the release finds all that its manifests name", async () => {
    const { version } = JSON.parse(await readFile(join(release, 'package.json'), 'utf8')) as { readonly version: string };
    await checkGitInclude(ROOT, join(folder, 'application'), release, `v${version}`);
  });
}

async function step<T>(title: string, act: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await act();
  console.log(`${((start - started) / 1000).toFixed(0).padStart(4)} s  ${title}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
