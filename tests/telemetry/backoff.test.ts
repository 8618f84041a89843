import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { Backoff } from '../../modules/telemetry/backoff.js';
import { check } from '../property.js';

test('every wait is a whole number from 0 to its bound, and the bound doubles up to the maximum', (t) => {
  const run = fc.property(
    fc.integer({ min: 1, max: 10000 }),
    fc.integer({ min: 0, max: 12 }),
    fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 40 }),
    (base, doublings, draws) => {
      const maximum = base * 2 ** doublings;
      let index = 0;
      const backoff = new Backoff({ base, maximum, random: () => draws[index] });
      for (index = 0; index < draws.length; index += 1) {
        const bound = Math.min(maximum, base * 2 ** index);
        const wait = backoff.next();
        assert.equal(wait, Math.floor(draws[index] * bound));
        assert.ok(wait >= 0 && wait < bound);
      }
    },
  );
  check(t, run);
});

test('a success starts it anew', (t) => {
  const backoff = new Backoff({ base: 100, maximum: 1000, random: () => 0.5 });
  const waits = Array.from({ length: 6 }, () => backoff.next());
  t.deepEqual(waits, [50, 100, 200, 400, 500, 500]);
  backoff.reset();
  t.is(backoff.next(), 50);
});

test('bounds are validated', (t) => {
  const random = (): number => 0;
  t.like(t.throws(() => new Backoff({ base: 0, random })), { code: 'invalid-argument' });
  t.like(t.throws(() => new Backoff({ base: 100, maximum: 99, random })), { code: 'invalid-argument' });
  t.like(t.throws(() => new Backoff({ maximum: Infinity, random })), { code: 'invalid-argument' });
});

test('a generator that throws, or gives what is no share, makes the wait as long as it may be', (t) => {
  const throwing = (): number => {
    throw new Error('no entropy');
  };
  for (const random of [throwing, () => NaN, () => -1, () => 2, () => undefined as never]) {
    const backoff = new Backoff({ base: 1000, maximum: 4000, random });
    t.deepEqual([backoff.next(), backoff.next(), backoff.next(), backoff.next()], [1000, 2000, 4000, 4000]);
  }
});
