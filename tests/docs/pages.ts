import { readdir, readFile } from 'node:fs/promises';

/** A page's name, and its text. */
export type Pages = ReadonlyMap<string, string>;

/** Those that somebody who uses or changes cellnode reads. */
export async function readPages(): Promise<Pages> {
  const docs = (await readdir('docs', { recursive: true })).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  const paths = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'host-sim/README.md', ...docs];
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
}

/** The anchors that a page has where it is read: of its headings, as GitHub names them, and those that it sets itself. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const prose = text.replace(/^```.*?^```/gms, '');
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading));
  const own = [...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id);
  return new Set([...headings, ...own]);
}

export function slug(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
}
