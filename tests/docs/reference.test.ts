import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { commands, urcs } from '../../modules/fibocom/table.js';

interface Generator {
  referencePages(): Promise<readonly { readonly path: string; readonly text: string }[]>;
}

/** Build tools are plain scripts beside the compiled tests. */
const generator = (await import(pathToFileURL(resolve('build-tools/command-reference.js')).href)) as Generator;
const pages = await generator.referencePages();

for (const { path, text } of pages) {
  test(`${path} is up to date`, async (t) => {
    t.is(await readFile(path, 'utf8'), text, 'node build-tools/command-reference.js writes it anew');
  });
}

test('the command reference has every command and every URC, each with what it rests on', (t) => {
  const text = pages.find(({ path }) => path === 'docs/commands.md')?.text ?? '';
  const sections = text.split(/^#{2,3} /m);
  for (const row of commands) {
    const own = sections.find((section) => section.startsWith(`\`AT${row.name}`) && section.includes(row.summary)) ?? '';
    const source = row.source.replace(/docs\/([a-z]+).md#([a-z-]+)/g, '[$1: $2]($1.md#$2)');
    t.true(own.includes(`Source: ${source}`), `AT${row.name}`);
    for (const { name } of row.arguments) t.true(own.includes(`| \`${name}\` |`), `AT${row.name}: ${name}`);
  }
  for (const urc of urcs) t.true(sections.at(-1)?.includes(`| \`${urc.name}`), urc.name);
});

test('every error code has a meaning', (t) => {
  const text = pages.find(({ path }) => path === 'docs/errors.md')?.text ?? '';
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| ([A-Z][^|]+\.) \|$/gm)].map(([, code]) => code);
  t.true(rows.includes('invalid-argument') && rows.includes('slot-taken'));
});
