import test from 'ava';
import { faults } from '../../host-sim/faults/fault-catalogue.js';
import { profiles } from '../../host-sim/module/profile.js';
import { planFor } from '../../host-sim/soak/plan.js';
import { ratesOf, UNMIXED } from '../../host-sim/soak/rates.js';

test('each fault of the catalogue is in a mix, or is not for a reason', (t) => {
  const plan = { ...planFor(1), hasWrongClocks: true };
  const mixed = new Set(Object.values(profiles).flatMap((profile) => ratesOf(plan, profile).map(({ name }) => name)));
  for (const { name } of faults) t.is(mixed.has(name), !(name in UNMIXED), name);
  t.true(Object.keys(UNMIXED).every((name) => faults.some((fault) => fault.name === name)));
});
