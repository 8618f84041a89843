import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Figures } from './figures.js';
import { tables } from './tables.js';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

const BASELINE = fromRoot('tests/xs/meter/baseline.json');
export const PAGE = fromRoot('docs/xs.md');

export async function readBaseline(): Promise<Figures> {
  return JSON.parse(await readFile(BASELINE, 'utf8')) as Figures;
}

export async function writeBaseline(figures: Figures): Promise<void> {
  await writeFile(BASELINE, `${JSON.stringify(figures, undefined, 2)}\n`);
}

/** The page with its tables made anew; each stands between two comments. */
export function withTables(page: string, figures: Figures): string {
  return Object.entries(tables(figures)).reduce((text, [name, table]) => {
    const [begin, end] = [`<!-- ${name}: made by npm run meter -- --accept -->\n\n`, `\n\n<!-- end of ${name} -->`];
    const [before, after] = [text.indexOf(begin), text.indexOf(end)];
    if (before < 0 || after < before) throw new Error(`docs/xs.md has no place for the table ${name}: ${begin.trim()} … ${end.trim()}`);
    return text.slice(0, before + begin.length) + table + text.slice(after);
  }, page);
}
