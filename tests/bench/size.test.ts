import test from 'ava';
import { readBudget, type Sized, sizes } from '../../bench/size/budget.js';

/** The bundles are those that `npm test` builds first; RAM is the meter's baseline, which tests/xs/meter holds against XS. */

let all: readonly Sized[];

test.before(async (t) => {
  t.timeout(120_000);
  all = await sizes();
});

test('nothing is larger than its budget in bench/size/budget.json; who means a rise raises it there', (t) => {
  t.true(all.length > 0);
  t.deepEqual(all.filter(({ limit }) => limit === undefined).map(({ name }) => name), [], 'each has a budget');
  t.deepEqual(all.filter(({ bytes, limit = 0 }) => bytes > limit), []);
});

test('no budget is left for what is no more', async (t) => {
  const { bundles, floors, memory } = await readBudget();
  const names = all.map(({ name }) => name);
  const budgeted = [
    ...Object.keys(bundles).map((name) => `${name}, gzip`),
    ...Object.keys(floors).map((name) => `modules/${name}`),
    ...Object.keys(memory).map((name) => `RAM, ${name}`),
  ];
  t.deepEqual(budgeted.filter((name) => !names.includes(name)), []);
});
