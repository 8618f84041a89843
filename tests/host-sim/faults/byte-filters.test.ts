import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import * as filters from '../../../host-sim/faults/byte-filters.js';
import { seededRandom } from '../../../host-sim/module/random.js';
import { check } from '../../property.js';

const BYTES = fc.uint8Array({ maxLength: 300 });

test('at rate 0 nothing happens to a byte, at rate 1 it happens to each', (t) => {
  check(
    t,
    fc.property(BYTES, fc.integer(), (bytes, seed) => {
      const never = { random: seededRandom(seed), rate: 0 };
      const always = { random: seededRandom(seed), rate: 1 };
      for (const make of [filters.losing, filters.flipping, filters.repeating, filters.inserting]) {
        assert.deepEqual(make(never)(bytes), bytes);
      }
      assert.equal(filters.losing(always)(bytes).length, 0);
      assert.equal(filters.repeating(always)(bytes).length, 2 * bytes.length);
      assert.equal(filters.inserting(always)(bytes).length, 2 * bytes.length);
      const flipped = filters.flipping(always)(bytes);
      // A power of two: one bit each.
      assert.ok(flipped.every((byte, index) => [1, 2, 4, 8, 16, 32, 64, 128].includes(byte ^ bytes[index])));
    }),
  );
});

test('about the stated part of the bytes suffers', (t) => {
  const bytes = new Uint8Array(100_000);
  const left = filters.losing({ random: seededRandom(1), rate: 0.01 })(bytes).length;
  t.true(left > 98_700 && left < 99_300, `${left}`);
});

test('the first bytes are lost over as many pieces as they take', (t) => {
  let ended = 0;
  const filter = filters.losingFirst(5, () => (ended += 1));
  t.deepEqual([...filter(Uint8Array.of(1, 2))], []);
  t.is(ended, 0);
  t.deepEqual([...filter(Uint8Array.of(3, 4, 5, 6))], [6]);
  t.is(ended, 1);
  t.deepEqual([...filter(Uint8Array.of(7))], [7]);
  t.is(ended, 1);
});

test('a host that reads late keeps what its FIFO holds, and what comes after it has read', (t) => {
  let now = 0;
  // 10 kB/s: a byte each 0.1 ms, 200 of them in 20 ms.
  const filter = filters.overrunning({ now: () => now, baud: 100_000, fifo: 128, latency: 20 });
  t.is(filter(new Uint8Array(128)).length, 128);
  now = 1000;
  t.is(filter(new Uint8Array(200)).length, 128);
  now = 2000;
  // 100 ms of a burst: a reading each 20 ms, 128 of about 200 bytes each time.
  const left = filter(new Uint8Array(1000)).length;
  t.true(left >= 600 && left <= 680, `${left}`);
});

test('a host in time loses nothing, however much comes', (t) => {
  const filter = filters.overrunning({ now: () => 0, baud: 115200, fifo: 128, latency: 10 });
  t.is(filter(new Uint8Array(10_000)).length, 10_000);
});
