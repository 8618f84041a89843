import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** As TypeScript writes imports and exports from elsewhere; types have gone. */
const SPECIFIERS = /^(?:import|export)\b(?:[^'";]* from)? ?'([^']+)';$/gm;

/**
 * All that a compiled module imports, itself or by way of others: paths, and the specifiers of packages and of Node's modules.
 * Modules in `leftOut` are not looked at, nor is what modules import that `isFollowed` refuses.
 */
export function imports(path: string, leftOut: readonly string[], isFollowed: (path: string) => boolean = () => true): string[] {
  const found = new Set<string>();
  const follow = (from: string): void => {
    for (const [, specifier] of readFileSync(from, 'utf8').matchAll(SPECIFIERS)) {
      const id = specifier.startsWith('.') ? resolve(dirname(from), specifier) : specifier;
      if (found.has(id) || leftOut.includes(id)) continue;
      found.add(id);
      if (id.startsWith('/') && isFollowed(id)) follow(id);
    }
  };
  follow(path);
  return [...found];
}
