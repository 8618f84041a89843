import { statSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** The path of a file that is there. */
export function existingFile(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new InvalidArgumentError(`There is no file ${path}.`);
  return path;
}
