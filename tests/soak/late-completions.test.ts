import test from 'ava';
import { runSeed } from '../../host-sim/soak/run-seed.js';
import { LateCompletions } from '../../modules/at/dialogue/late-completions.js';

/** Nodes of which some have a second client in the other slot. */
const SEEDS = [15, 22, 25];
const DAYS = 3;

test.serial('with the account of late completions every reading that leaves is at the broker', (t) => {
  for (const seed of SEEDS) t.is(runSeed({ seed, days: DAYS }).violation, undefined, `seed ${seed}`);
});

test.serial('without it the same seeds break the invariant nothing-lost', (t) => {
  const { add, addPossible } = LateCompletions.prototype;
  LateCompletions.prototype.add = () => undefined;
  LateCompletions.prototype.addPossible = () => undefined;
  t.teardown(() => Object.assign(LateCompletions.prototype, { add, addPossible }));
  for (const seed of SEEDS) {
    const { violation } = runSeed({ seed, days: DAYS });
    t.is(violation?.invariant, 'nothing-lost', `seed ${seed}`);
    t.regex(violation?.detail ?? '', /is not at the broker/);
  }
});
