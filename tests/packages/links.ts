import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

/** Links of a package's pages that lead to none of its files, each with its page. They belong into code quotes, or to a full address. */
export async function deadLinks(folder: string, files: readonly string[]): Promise<readonly string[]> {
  const dead: string[] = [];
  for (const page of files.filter((file) => file.endsWith('.md'))) {
    const text = await readFile(join(folder, page), 'utf8');
    for (const [, target] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const path = normalize(join(dirname(page), target)).replace(/\/$/, '');
      if (!files.some((file) => file === path || file.startsWith(`${path}/`))) dead.push(`${page}: ${target}`);
    }
  }
  return dead;
}
