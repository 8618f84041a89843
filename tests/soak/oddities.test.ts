import test from 'ava';
import { runSeed } from '../../host-sim/soak/run-seed.js';
import { confused, uneven } from './doubles.js';

/** A seed with a window of publishes, and with commands. */
const SEED = 3;
const none = { happens: () => false };

test('the driver does odd things in the soak, of every kind, and the invariants hold', (t) => {
  const { violation, oddities } = runSeed({ seed: SEED, days: 3 });
  t.is(violation, undefined);
  t.deepEqual(Object.entries(oddities).filter(([, count]) => count === 0), []);
});

test('a driver that gets longer pieces behind shorter ones wrong is noticed by its oddities alone', (t) => {
  t.is(runSeed({ seed: SEED, days: 1, doubles: { serial: uneven, oddities: none } }).violation, undefined);
  t.truthy(runSeed({ seed: SEED, days: 1, doubles: { serial: uneven } }).violation);
});

test('an outbox that gives a record again where the next was asked for is noticed by an assertion', (t) => {
  const { violation } = runSeed({ seed: SEED, days: 3, doubles: { outbox: confused } });
  t.is(violation?.invariant, 'no-exception');
  t.regex(violation?.detail ?? '', /cannot be: records come in their order/);
});
