import { readdir, readFile } from 'node:fs/promises';
import test from 'ava';
import ts from 'typescript';
import { mc66x } from '../../host-sim/module/profile.js';
import { commands, urcs } from '../../modules/fibocom/table.js';
import { anchorsOf, slug } from './pages.js';

/** What can be opened: a section of the guide or of a public standard, or an anchor of a page, which another test looks up. */
const OPENABLE = [
  /^§\d+(\.\d+)*(, §\d+(\.\d+)*)*$/,
  /^ECMA-419 (§\d+|Annex A(, [A-Za-z ]+)?)$/,
  /^MQTT 3\.1\.1 §\d+(\.\d+)+$/,
  /^V\.250 §\d+(\.\d+)*$/,
  /^(3GPP|ETSI) TS [\d ]+(\.\d+)? §[\d.]+[a-z]?(, §[\d.]+)*$/,
  /^docs\/([a-z-]+\/)?[a-z-]+\.md(#[a-z0-9-]+)?$/,
];
/** The argument of each that says where its rule comes from, counted from 0. */
const SOURCE_AT = new Map([
  ['invalidArgument', 2],
  ['refuseUnknownOptions', 3],
  ['refuseMisspeltOptions', 2],
  ['checkObject', 2],
  ['checkMethods', 4],
  ['checkCallback', 2],
  ['checkNumber', 4],
  ['checkWholeNumber', 4],
  ['checkChoice', 3],
  ['checkBoolean', 2],
  ['checkString', 2],
  ['checkArray', 2],
  ['checkTime', 1],
]);

type Citation = [path: string, match: RegExpMatchArray];

const pages = new Map<string, string>();
for (const name of await readdir('docs', { recursive: true })) {
  if (name.endsWith('.md')) pages.set(`docs/${name}`, await readFile(`docs/${name}`, 'utf8'));
}
const anchors = new Map([...pages].map(([path, text]) => [path, anchorsOf(text)]));
const sources = new Map<string, string>();
for (const root of ['modules', 'host-sim', 'examples', 'build-tools']) {
  for (const path of await readdir(root, { recursive: true })) {
    if (/(^|\/)(dist|node_modules)\//.test(path) || !/\.(ts|js)$/.test(path)) continue;
    sources.set(`${root}/${path}`, await readFile(`${root}/${path}`, 'utf8'));
  }
}

/** What a citation lacks, or `undefined`. */
function problemWith(path: string, anchor: string | undefined): string | undefined {
  const known = anchors.get(path);
  if (known === undefined) return `there is no ${path}`;
  return anchor === undefined || known.has(anchor) ? undefined : `${path} has no #${anchor}`;
}

function isOpenable(source: string): boolean {
  return OPENABLE.some((pattern) => pattern.test(source));
}

/** Each match of `pattern` in the sources of the product, with the file that it is in. */
function cited(pattern: RegExp): Citation[] {
  return [...sources].flatMap(([path, text]) => [...text.matchAll(pattern)].map((match): Citation => [path, match]));
}

/** What is wrong with which citation of which file. */
function problems(citations: readonly Citation[], find: (match: RegExpMatchArray, path: string) => string | undefined): string[] {
  return citations.flatMap(([path, match]) => {
    const problem = find(match, path);
    return problem === undefined ? [] : [`${path}: ${match[0]}: ${problem}`];
  });
}

test('every page that a source cites is there, with the anchor', (t) => {
  const citations = cited(/\b(docs\/(?:[a-z-]+\/)?[a-z-]+\.md)(?:#([a-z0-9-]+))?/g);
  t.true(citations.length > 20);
  t.deepEqual(problems(citations, ([, page, anchor]) => problemWith(page, anchor)), []);
});

test('every fact that a comment cites by its name has its heading', (t) => {
  t.deepEqual(problems(cited(/[(';] ?facts: ([^)';]+)/g), ([, fact]) => problemWith('docs/facts.md', slug(fact))), []);
});

test('every row of the field that a source names is on the page of faults', (t) => {
  const rows = cited(/(?<![\w+-])F\d{1,2}(?![\w-])/g);
  t.true(rows.length > 20);
  t.deepEqual(problems(rows, ([row]) => problemWith('docs/faults.md', row.toLowerCase())), []);
});

const GRADED = ['host-sim/module/profile.ts', 'host-sim/module/voice.ts'];

test('no source cites a page that nobody can open', (t) => {
  t.deepEqual(problems(cited(/\b(?:failure modes|design): \w+/g), ([text]) => text), []);
  // The options of the simulated module say where their grades are explained.
  const graded = cited(/\((?:cap|man|sdk|drv|inf)[,)]/g).filter(([file]) => !GRADED.includes(file));
  t.deepEqual(problems(graded, ([text]) => text), []);
});

test('every row of the command table rests on what can be opened', (t) => {
  const parts = [...commands, ...urcs].flatMap(({ source }) => source.split('; '));
  t.deepEqual(parts.filter((part) => !isOpenable(part)), []);
});

test('every error text cites what can be opened, or names whose option it is', (t) => {
  const given = [...sources].filter(([file]) => file.startsWith('modules/')).flatMap(([file, text]) => sourcesOfErrors(file, text));
  t.true(given.length > 50);
  const citations = given.filter((source) => /[§:#]|docs\//.test(source));
  t.deepEqual(citations.flatMap((source) => source.split('; ')).filter((part) => !isOpenable(part)), []);
});

test('the facts name every option of the simulated module but for what it is called and how long it takes, and no other', (t) => {
  const named = [...(pages.get('docs/facts.md') ?? '').matchAll(/`([a-z]+[A-Z]\w+)`/g)].map(([, name]) => name);
  t.true(named.length > 20);
  t.deepEqual(named.filter((name) => !(name in mc66x) && name !== 'transmitCapacity'), []);
  const plain = ['manufacturer', 'model', 'revision', 'imei', 'serialNumber', 'slots', 'timing'];
  t.deepEqual(Object.keys(mc66x).filter((name) => !named.includes(name) && !plain.includes(name)), []);
});

/** What the calls of a file that refuse something give as the source of their rule, where it is written there. */
function sourcesOfErrors(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const source = node.arguments[SOURCE_AT.get(node.expression.text) ?? -1];
      if (source !== undefined && ts.isStringLiteralLike(source)) found.push(source.text);
    }
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'SOURCE') {
      if (node.initializer !== undefined && ts.isStringLiteralLike(node.initializer)) found.push(node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}
