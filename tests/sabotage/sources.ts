import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Sabotage } from './sabotage.js';

const FOLDERS = ['modules', 'host-sim'];

/** A source file, changed. */
export interface SabotagedSource {
  /** From the root of the project on. */
  readonly path: string;
  readonly text: string;
}

/** Paths of all that can be sabotaged. */
export function sourcePaths(root: string): readonly string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.includes('node_modules'))
      .map((name) => [folder, ...name.split(sep)].join('/')),
  ).sort();
}

/** Throws where the file is not one, or has not exactly one place to be changed: sources move, and the list has to follow. */
export function sabotaged(root: string, paths: readonly string[], { title, file, find, replace }: Sabotage): SabotagedSource {
  const found = paths.filter((path) => path.endsWith(`/${file}`));
  if (found.length !== 1) throw new Error(`"${title}": ${found.length} files end with /${file} ${found.join(' ')}`);
  const [path] = found;
  const source = readFileSync(join(root, path), 'utf8');
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`"${title}": ${path} has ${parts.length - 1} times and not once: ${find}`);
  if (find === replace) throw new Error(`"${title}" changes nothing`);
  return { path, text: parts.join(replace) };
}
