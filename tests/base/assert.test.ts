import test from 'ava';
import { assert, type Observed } from '../../modules/base/assert.js';

test('what holds is passed over, and what cannot be is thrown', (t) => {
  const observed = globalThis as Observed;
  const { onBrokenInvariant } = observed;
  const told: string[] = [];
  observed.onBrokenInvariant = ({ message }) => told.push(message);
  try {
    assert(true, 'one is one');
    t.throws(() => assert(Number('1') === 2, 'one is two'), { message: 'cannot be: one is two' });
    t.deepEqual(told, ['cannot be: one is two']);
  } finally {
    observed.onBrokenInvariant = onBrokenInvariant;
  }
});
