import { readFileSync } from 'node:fs';
import { imports } from '../../engines/imports.js';
import type { Program } from './program-image.js';

/**
 * A program for flash out of what the XS host on a PC is started with: the files that its options name, and what these import by
 * path, come along.
 */
export function hostProgram(options: readonly string[]): Program {
  const paths = new Set<string>();
  const take = (path: string): void => {
    for (const id of [path, ...imports(path, [])]) if (id.startsWith('/')) paths.add(id);
  };
  options.forEach((option, index) => {
    if (options[index - 1] === '-preload') take(option.slice(option.indexOf('=') + 1));
    else if (option.startsWith('/')) take(option);
  });
  return { arguments: options, files: Object.fromEntries([...paths].map((path) => [path, readFileSync(path, 'utf8')])) };
}
