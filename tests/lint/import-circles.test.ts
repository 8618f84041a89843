import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { Linter, type Rule } from 'eslint';
import tseslint from 'typescript-eslint';

const { default: rule } = (await import(pathToFileURL(resolve('build-tools/lint/import-circles.js')).href)) as { default: Rule.RuleModule };

/** What the rule says of the first of some files, which are there while it looks. */
async function problems(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cellnode-circles-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const [[first, source]] = Object.entries(files);
    const linter = new Linter({ cwd: folder });
    const languageOptions = { parser: tseslint.parser as unknown as Linter.Parser };
    const plugins = { house: { rules: { 'import-circles': rule } } };
    const config: Linter.Config = { files: ['**/*.ts'], languageOptions, plugins, rules: { 'house/import-circles': 'error' } };
    return linter.verify(source, config, join(folder, first)).map(({ message }) => message);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('two files that import one another', async (t) => {
  const files = { 'a.ts': "import { b } from './b.js';\nexport const a = b;", 'b.ts': "import { a } from './a.js';\nexport const b = () => a;" };
  t.deepEqual(await problems(files), ['a circle of imports: a.ts → b.ts → a.ts']);
});

test('a circle of types alone, over folders, that ends in what is only handed on', async (t) => {
  const files = {
    'line/reader.ts': "import type { Dialogue } from '../dialogue.js';\nexport interface Reader { of: Dialogue }",
    'dialogue.ts': "import {\n  type Command,\n} from './command.js';\nexport interface Dialogue { of: Command }",
    'command.ts': "export type { Reader } from './line/reader.js';\nexport interface Command { name: string }",
  };
  t.deepEqual(await problems(files), ['a circle of imports: line/reader.ts → dialogue.ts → command.ts → line/reader.ts']);
});

test('a file that imports itself', async (t) => {
  t.deepEqual(await problems({ 'a.ts': "export * from './a.js';" }), ['a circle of imports: a.ts → a.ts']);
});

test('who only imports what is in a circle is in none', async (t) => {
  const files = {
    'above.ts': "import { a } from './a.js';\nexport const above = a;",
    'a.ts': "import { b } from './b.js';\nexport const a = b;",
    'b.ts': "import { a } from './a.js';\nexport const b = () => a;",
  };
  t.deepEqual(await problems(files), []);
});

test('two ways to the same file are no circle', async (t) => {
  const files = {
    'a.ts': "import { b } from './b.js';\nimport { c } from './c.js';\nexport const a = b + c;",
    'b.ts': "import { c } from './c.js';\nexport const b = c;",
    'c.ts': "import { join } from 'node:path';\nexport const c = join('c');",
  };
  t.deepEqual(await problems(files), []);
});
