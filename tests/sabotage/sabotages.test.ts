import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test from 'ava';
import { sabotages } from './sabotages.js';
import { sabotaged, sourcePaths } from './sources.js';

const ROOT = resolve('.');

test('each sabotage has its one place in the sources', (t) => {
  const paths = sourcePaths(ROOT);
  const problems = sabotages.map((sabotage) => problemWith(() => sabotaged(ROOT, paths, sabotage)));
  t.deepEqual(problems.filter((problem) => problem !== ''), [], 'sources have changed: mend these in tests/sabotage/list');
});

function problemWith(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('each sabotage has a title of its own, and somebody who must notice it', (t) => {
  t.is(new Set(sabotages.map(({ title }) => title)).size, sabotages.length);
  t.true(sabotages.length >= 60);
  for (const { title, noticedBy } of sabotages) {
    if ('seed' in noticedBy) continue;
    t.true(noticedBy.length > 0, title);
    for (const suite of noticedBy) t.true(existsSync(join(ROOT, 'tests', `${suite}.test.ts`)), `${title}: ${suite}`);
  }
});
