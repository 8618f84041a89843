import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { ExchangeQueue } from '../../modules/at/dialogue/exchange-queue.js';
import type { Exchange } from '../../modules/at/dialogue/exchange.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { check } from '../property.js';

const CAPACITY = 4;

function exchange(): Exchange {
  return { command: signalQuality, values: [], onEnd: () => undefined };
}

const operation = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'add' as const, place: 0 }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'take' as const, place: 0 }) },
  { weight: 2, arbitrary: fc.nat(CAPACITY).map((place) => ({ kind: 'remove' as const, place })) },
);

test('a queue is a list, whatever is added, taken and removed', (t) => {
  const run = fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
    const queue = new ExchangeQueue(CAPACITY);
    const list: Exchange[] = [];
    for (const { kind, place } of operations) {
      if (kind === 'take') assert.equal(queue.take(), list.shift());
      else if (kind === 'remove') {
        const gone = list[place] ?? exchange();
        assert.equal(queue.remove(gone), place < list.length);
        list.splice(place, 1);
        assert.equal(queue.remove(gone), false);
      } else if (list.length < CAPACITY) {
        const added = exchange();
        queue.add(added);
        list.push(added);
      }
      assert.deepEqual([queue.isEmpty, queue.isFull], [list.length === 0, list.length === CAPACITY]);
    }
    while (list.length > 0) assert.equal(queue.take(), list.shift());
    assert.equal(queue.take(), undefined);
  });
  check(t, run, { runs: 300 });
});

test('a queue that was cleared is empty, and takes as many as before', (t) => {
  const queue = new ExchangeQueue(2);
  t.is(queue.capacity, 2);
  queue.add(exchange());
  queue.add(exchange());
  queue.clear();
  t.true(queue.isEmpty);
  t.is(queue.take(), undefined);
});
