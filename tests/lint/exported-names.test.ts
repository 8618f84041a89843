import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

/** What a file declares and exports; what it only hands on is another file's. */
const EXPORTED = /^export (?:declare )?(?:abstract )?(?:class|const|function|interface|type) (\w+)/gm;

/** The names below a folder that more than one file exports, each with its files. */
function sharedNames(folder: string): readonly string[] {
  const files = new Map<string, Set<string>>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isSource)) {
    for (const [, name] of readFileSync(join(folder, path), 'utf8').matchAll(EXPORTED)) {
      files.set(name, (files.get(name) ?? new Set()).add(path));
    }
  }
  return [...files].filter(([, { size }]) => size > 1).map(([name, paths]) => `${name}: ${[...paths].sort().join(', ')}`);
}

/** The packages' output is made of the sources, and a platform's files stand for one another. */
function isSource(path: string): boolean {
  return path.endsWith('.ts') && !path.startsWith('dist') && !path.includes('node_modules') && !STAND_FOR_ONE_ANOTHER.test(path);
}

const STAND_FOR_ONE_ANOTHER = /(^|\/)ports\/(moddable|espruino)\//;

for (const folder of ['modules', 'host-sim']) {
  test(`${folder}: an exported name means one thing`, (t) => t.deepEqual(sharedNames(folder), []));
}
