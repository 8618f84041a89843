import test from 'ava';
import { Gauge } from '../heap.js';

const kept: unknown[] = [];
kept.length = 1;

/** What `action` takes for one round, exactly: a run of 2N less a run of N. */
function perRound(action: () => void): { slots: number; chunkBytes: number; computrons: number } {
  const rounds = 8;
  const [once, twice] = [new Gauge(), new Gauge()];
  const run = (gauge: Gauge, count: number): void => {
    gauge.start();
    for (let round = 0; round < count; round += 1) action();
    gauge.stop();
  };
  run(once, rounds);
  run(once, rounds);
  run(twice, 2 * rounds);
  return {
    slots: (twice.slots - once.slots) / rounds,
    chunkBytes: (twice.chunkBytes - once.chunkBytes) / rounds,
    computrons: (twice.computrons - once.computrons) / rounds,
  };
}

test('measuring takes nothing', (t) => {
  const gauge = new Gauge();
  gauge.start();
  gauge.stop();
  t.is(gauge.slots, 0);
  t.is(gauge.chunkBytes, 0);
  t.is(gauge.collections, 0);
});

test('a slot of 16 bytes is a slot, and a buffer is its bytes', (t) => {
  const values = new Uint8Array(16);
  t.like(perRound(() => values.fill(1)), { slots: 0, chunkBytes: 0 });
  const object = perRound(() => {
    kept[0] = { a: 1, b: 2 };
  });
  t.like(object, { slots: 3, chunkBytes: 0 });
  const array = perRound(() => {
    kept[0] = new Uint8Array(16);
  });
  t.like(array, { slots: 7, chunkBytes: 24 });
  t.true(object.computrons > 0);
});

test('a collection is counted', (t) => {
  const gauge = new Gauge();
  gauge.start();
  for (let round = 0; round < 100; round += 1) kept[0] = new Uint8Array(1_000_000);
  gauge.stop();
  t.true(gauge.collections > 0);
});
