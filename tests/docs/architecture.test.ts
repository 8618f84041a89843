import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';

/** What of a lint configuration is looked at. */
interface Configuration {
  readonly rules?: { readonly 'no-restricted-syntax'?: readonly (string | { readonly message: string })[] };
}

const page = await readFile('docs/architecture.md', 'utf8');

/** Whether a file of the tree has a name, as a word of its own. */
async function has(path: string, name: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  return (await readFile(path, 'utf8')).split(/\W+/).includes(name);
}

test('each question has one file, which is there and has what is to be looked for', async (t) => {
  const rows = [...page.matchAll(/^\| ([^|]+\?) \| `([^`]+)` \| `([^`]+)` \|$/gm)];
  t.true(rows.length > 30);
  const missing: string[] = [];
  for (const [, question, path, name] of rows) if (!(await has(path, name))) missing.push(`${question} ${path}: ${name}`);
  t.deepEqual(missing, []);
  const questions = rows.map(([, question]) => question);
  t.is(new Set(questions).size, questions.length);
});

test('the part that is named with a file is in that file', async (t) => {
  const parts = [...page.matchAll(/`(\w+)(?:\.(\w+))?`\s+(?:in\s+|\()`([^`]+)`/g)];
  t.true(parts.length > 25);
  const missing: string[] = [];
  for (const [, name, member = name, path] of parts) {
    if (!((await has(path, name)) && (await has(path, member)))) missing.push(`${name}.${member} in ${path}`);
  }
  t.deepEqual(missing, []);
});

test('each floor of the device and each part of the host is in the picture or beside it', async (t) => {
  for (const root of ['modules', 'host-sim']) {
    for (const entry of await readdir(root, { withFileTypes: true })) {
      if (!entry.isDirectory() || ['bin', 'dist', 'node_modules'].includes(entry.name)) continue;
      t.true(page.includes(`${entry.name}/`), `${root}/${entry.name} is missing`);
    }
  }
});

test('every path that a page of the documentation names is there', async (t) => {
  const missing: string[] = [];
  let count = 0;
  const pages = (await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  for (const name of [...pages, 'CONTRIBUTING.md', 'README.md']) {
    const text = await readFile(name, 'utf8');
    for (const [, path] of text.matchAll(/`((?:modules|host-sim|tests|build-tools|bench)\/[\w./-]*\w)`/g)) {
      count += 1;
      if (!existsSync(path)) missing.push(`${name}: ${path}`);
    }
  }
  t.true(count > 80);
  t.deepEqual(missing, []);
});

test('the page of engines says why each thing is refused in device code', async (t) => {
  const config = (await import(pathToFileURL(resolve('eslint.config.js')).href)) as { default: readonly Configuration[] };
  const rules = config.default.flatMap(({ rules: own }) => own?.['no-restricted-syntax'] ?? []);
  const messages = rules.flatMap((rule) => (typeof rule === 'string' ? [] : [rule.message]));
  const engines = await readFile('docs/engines.md', 'utf8');
  t.true(messages.length > 10);
  t.deepEqual(messages.filter((message) => !engines.includes(`| ${message} |`)), []);
});
