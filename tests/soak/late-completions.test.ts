import test from 'ava';
import { runSeed } from '../../host-sim/soak/run-seed.js';
import { LateCompletions } from '../../modules/at/dialogue/late-completions.js';

/** Nodes of which some have a second client in the other slot. */
const SEEDS = [15, 22, 25];
const DAYS = 3;

test.serial('with the account of late completions every reading that leaves is at the broker', (t) => {
  for (const seed of SEEDS) t.is(runSeed({ seed, days: DAYS }).violation, undefined, `seed ${seed}`);
});

test.serial('without it the same seeds open slots that are not settled, and lose what leaves', (t) => {
  const { add, addPossible } = LateCompletions.prototype;
  LateCompletions.prototype.add = () => undefined;
  LateCompletions.prototype.addPossible = () => undefined;
  t.teardown(() => Object.assign(LateCompletions.prototype, { add, addPossible }));
  const broken = SEEDS.map((seed) => runSeed({ seed, days: DAYS }).violation?.invariant);
  t.deepEqual(broken.filter((invariant) => invariant !== 'settled-slots' && invariant !== 'nothing-lost'), []);
  t.true(broken.includes('nothing-lost'));
});
