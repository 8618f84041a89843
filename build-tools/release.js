/**
 * `npm run release -- [--dry-run] [VERSION]`: makes a release of both packages from what is committed. In a clone, so that nothing
 * of it stays where something fails: both versions and the changelog are set, all is compiled and packed, and the commit that the
 * tag names has dist/ too, which a git include of Moddable's and every checkout of the tag needs. The last step, which cannot be
 * taken back, is for a person: the end says what it is. `--dry-run` does all the same, and throws it away. Without a version the
 * one in package.json is released.
 *
 * `--keep FOLDER` leaves the release's own repository there.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false }, keep: { type: 'string' } },
});
const ROOT = resolve('.');
const MANIFESTS = ['package.json', 'host-sim/package.json'];
const UNRELEASED = '## Unreleased\n';

const [version = readJson(join(ROOT, 'package.json')).version] = positionals;
if (!/^\d+\.\d+\.\d+$/.test(version)) fail(`${version} is no version: 1.2.3`);
const tag = `v${version}`;
const isDry = values['dry-run'];
if (git(ROOT, 'tag', '--list', tag) !== '') fail(`${tag} has been released`);
if (!isDry && git(ROOT, 'status', '--porcelain') !== '') fail('what is not committed is in no release: commit it, or put it aside');

const folder = mkdtempSync(join(tmpdir(), 'cellnode-release-'));
const tree = values.keep === undefined ? join(folder, 'tree') : resolve(values.keep);
try {
  git(ROOT, 'clone', '--quiet', ROOT, tree);
  // The dependencies are those of this tree, which the lock names.
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  setVersion();
  const notes = closeChangelog();
  run(tree, 'npm', 'run', '--silent', 'check:platforms');
  for (const name of ['cellnode', 'cellnode-sim']) run(tree, 'npm', 'run', '--silent', `build:${name}`);
  keepBundle();
  commit(`Release ${version}`);
  const release = git(tree, 'rev-parse', 'HEAD');
  git(tree, 'add', '--force', 'dist');
  commit(`${tag}: with what is compiled`);
  git(tree, 'tag', '--annotate', tag, '--message', `${tag}\n\n${notes}`);
  const archives = MANIFESTS.map((path) => pack(path));
  console.log(`${tag}: ${archives.join(', ')}\n\n${notes}`);
  if (isDry) console.log('\nA dry run: nothing of it is kept.');
  else hand(release, archives);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Both packages have one version, and the simulator takes the driver of its own. */
function setVersion() {
  for (const path of [...MANIFESTS, 'package-lock.json']) {
    const manifest = readJson(join(tree, path));
    for (const part of [manifest, manifest.packages?.[''], manifest.packages?.['host-sim']]) {
      if (part === undefined) continue;
      part.version = version;
      if (part.dependencies?.cellnode !== undefined) part.dependencies.cellnode = `^${version}`;
    }
    writeFileSync(join(tree, path), `${JSON.stringify(manifest, undefined, 2)}\n`);
  }
}

/** What has gathered is of this version from now on. */
function closeChangelog() {
  const path = join(tree, 'CHANGELOG.md');
  const text = readFileSync(path, 'utf8');
  const start = text.indexOf(UNRELEASED);
  if (start < 0) fail(`CHANGELOG.md has no ${UNRELEASED.trim()}`);
  const begin = start + UNRELEASED.length;
  const next = text.indexOf('\n## ', begin);
  const notes = text.slice(begin, next < 0 ? undefined : next).trim();
  if (notes === '') fail('CHANGELOG.md says of nothing that it has changed');
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(path, `${text.slice(0, begin)}\n## ${version} (${day})\n${text.slice(begin)}`);
  return notes;
}

/** What nodes in the field run, for the tests of later releases. */
function keepBundle() {
  const kept = join(tree, 'tests/releases', version);
  mkdirSync(kept, { recursive: true });
  cpSync(join(tree, 'dist/moddable/cellnode.js'), join(kept, 'cellnode.js'));
}

function pack(path) {
  const cwd = resolve(tree, path, '..');
  // It is compiled already, and npm checks what publishing would check.
  run(cwd, 'npm', 'publish', '--dry-run', '--ignore-scripts', '--loglevel', 'error');
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd, encoding: 'utf8' }));
  return filename;
}

/** The branch gets the release's own commit; the tag, which has dist/, stands beside it. */
function hand(release, archives) {
  mkdirSync(join(ROOT, 'build/release'), { recursive: true });
  for (const name of archives) cpSync(join(folder, name), join(ROOT, 'build/release', name));
  git(ROOT, 'fetch', '--quiet', tree, 'tag', tag);
  git(ROOT, 'merge', '--quiet', '--ff-only', release);
  const publish = archives.map((name) => `npm publish build/release/${name}`);
  console.log(`\nLeft to do:\n  git push --follow-tags origin HEAD ${tag}\n${publish.map((line) => `  ${line}`).join('\n')}`);
}

function commit(message) {
  git(tree, 'add', '--all');
  git(tree, 'commit', '--quiet', '--message', message);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function git(cwd, ...args) {
  return execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
}

function run(cwd, program, ...args) {
  execFileSync(program, args, { cwd, stdio: ['ignore', 2, 2] });
}

function fail(reason) {
  console.error(`error: ${reason}`);
  process.exit(1);
}
