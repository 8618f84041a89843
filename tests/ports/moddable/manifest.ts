import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a manifest of Moddable's may say, for all platforms or for one. */
export interface Part {
  readonly include?: string | readonly (string | GitInclude)[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly creation?: Readonly<Record<string, unknown>>;
  readonly modules?: Readonly<Record<string, string>>;
  readonly preload?: readonly string[];
  readonly error?: string;
  readonly build?: Readonly<Record<string, string>>;
}

export interface Manifest extends Part {
  readonly platforms?: Readonly<Record<string, Part>>;
}

/** A manifest in a repository, of which mcconfig makes a clone. */
export interface GitInclude {
  readonly git: string;
  readonly tag?: string;
  readonly manifest?: string;
}

/** The chips for which mcconfig may build `esp32`; the first where none is named. */
const ESP32_SUBCLASSES = ['esp32', 'esp32c3', 'esp32c6', 'esp32h2', 'esp32s2', 'esp32s3'];
const EXTENSIONS = ['', '.js', '.ts'];

export function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

/**
 * What a manifest and those that it includes name and what is not there, whatever the platform. What the SDK has is taken to be
 * there. `cloned` gives the folder with the clone for a git include.
 */
export function missingFiles(path: string, cloned: (include: GitInclude) => string = refuseGit, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  if (!existsSync(path)) return [path];
  const manifest = readManifest(path);
  const folder = dirname(path);
  const parts: readonly Part[] = [manifest, ...Object.values(manifest.platforms ?? {})];
  const included = parts.flatMap(({ include = [] }) => (typeof include === 'string' ? [include] : include));
  const named = parts.flatMap(({ modules = {}, build = {} }) => [...Object.values(modules), ...ownFiles(build)]).filter(isOurs);
  return [
    ...named.map((name) => join(folder, name)).filter((file) => !EXTENSIONS.some((extension) => existsSync(file + extension))),
    ...included.flatMap((include) => manifestPaths(folder, include, cloned)).flatMap((other) => missingFiles(other, cloned, seen)),
  ];
}

function manifestPaths(folder: string, include: string | GitInclude, cloned: (include: GitInclude) => string): string[] {
  if (typeof include === 'object') return [join(cloned(include), include.manifest ?? 'manifest.json')];
  if (!isOurs(include)) return [];
  return ESP32_SUBCLASSES.map((chip) => join(folder, include.replace('$(ESP32_SUBCLASS)', chip)));
}

/** Values of a build that are files of this repository, as the partition table is. */
function ownFiles(build: Readonly<Record<string, string>>): string[] {
  return Object.values(build).filter((value) => value.startsWith('./'));
}

function isOurs(name: string): boolean {
  return !name.startsWith('$(');
}

function refuseGit({ git }: GitInclude): never {
  throw new Error(`${git} is included by its git address`);
}
