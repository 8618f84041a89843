import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { machine } from './machine.js';
import { markdown, type Table } from './table.js';

const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

/** Puts each result in its place in docs/performance.md; the text around stays. */
export async function writePage(results: readonly { readonly name: string; readonly tables: readonly Table[] }[]): Promise<void> {
  const { processor, cores, node, load } = machine();
  const made = `*${new Date().toISOString().slice(0, 10)}, ${processor}, ${cores} cores, Node.js ${node}, load ${load}.*`;
  const page = results.reduce(
    (text, { name, tables }) => withSection(text, name, [made, ...tables.map(markdown)].join('\n\n')),
    await readFile(PAGE, 'utf8'),
  );
  await writeFile(PAGE, page);
}

function withSection(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: made by npm run bench -->\n\n`, `\n\n<!-- end of ${name} -->`];
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`docs/performance.md has no place for ${name}: ${begin.trim()}`);
  return page.slice(0, before + begin.length) + content + page.slice(after);
}
