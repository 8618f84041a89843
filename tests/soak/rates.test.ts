import test from 'ava';
import { faults } from '../../host-sim/faults/fault-catalogue.js';
import { profiles } from '../../host-sim/module/profile.js';
import { type Plan, planFor } from '../../host-sim/soak/plan.js';
import { ratesOf, UNMIXED } from '../../host-sim/soak/rates.js';

test('each fault of the catalogue is in a mix, or is not for a reason', (t) => {
  const plan = single({ ...planFor(1), hasWrongClocks: true });
  const mixed = new Set(Object.values(profiles).flatMap((profile) => ratesOf(plan, profile).map(({ name }) => name)));
  for (const { name } of faults) t.is(mixed.has(name), !(name in UNMIXED), name);
  t.true(Object.keys(UNMIXED).every((name) => faults.some((fault) => fault.name === name)));
});

test('a completion is said twice only to a node that has one publish under way at a time', (t) => {
  const plan = single(planFor(1));
  const isDoubled = (mixed: Plan): boolean => ratesOf(mixed, profiles.l610).some(({ name }) => name === 'completion-doubled');
  t.true(isDoubled(plan));
  t.false(isDoubled({ ...plan, configuration: { ...plan.configuration, publishWindow: 4 } }));
});

function single(plan: Plan): Plan {
  return { ...plan, configuration: { ...plan.configuration, publishWindow: 1 } };
}
