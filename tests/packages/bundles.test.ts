import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

/** What is bundled for devices, by its path. */
const bundles = new Map(
  ['moddable', 'espruino'].flatMap((folder) =>
    readdirSync(`dist/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name): [string, string] => [`dist/${folder}/${name}`, readFileSync(join('dist', folder, name), 'utf8')]),
  ),
);

/** Each text that the sources of the driver hold where `pattern` has its group. */
function textsOf(pattern: RegExp): string[] {
  const names = readdirSync('modules', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.flatMap((name) => [...readFileSync(join('modules', name), 'utf8').matchAll(pattern)].map(([, text]) => text));
}

const assertions = textsOf(/^ *assert\(.*, '(.+)'\);$/gm);
const oddities = textsOf(/\bisOdd\([^']*'([\w-]+)'\)/g);

test('the driver has assertions, and points at which it may do otherwise', (t) => {
  t.true(assertions.length > 30);
  t.is(assertions.length, textsOf(/^ *(assert)\(/gm).length);
  t.true(new Set(oddities).size >= 5);
});

test('no bundle for devices has anything of either', (t) => {
  t.true(bundles.size > 8);
  const made = ['cannot be: ', 'onBrokenInvariant', 'oddities', ...assertions, ...oddities];
  for (const [path, text] of bundles) t.deepEqual(made.filter((each) => text.includes(each)), [], path);
});
