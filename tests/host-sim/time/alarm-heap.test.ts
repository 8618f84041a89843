import test from 'ava';
import fc from 'fast-check';
import { AlarmHeap, type HeapEntry } from '../../../host-sim/time/alarm-heap.js';

interface Entry extends HeapEntry {
  readonly name: number;
}

const NAMES = 40;

const step = fc.record({
  action: fc.constantFrom<'insert' | 'remove' | 'take'>('insert', 'insert', 'remove', 'take'),
  name: fc.nat(NAMES - 1),
  at: fc.nat(30),
});

test('the first entry is that which a sorted list has first, whatever was put in, moved and taken out', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(step, { minLength: 100, maxLength: 300 }), (steps) => {
        const heap = new AlarmHeap<Entry>();
        const entries = Array.from({ length: NAMES }, (_, name): Entry => ({ name, at: 0, order: 0, index: -1 }));
        // The oracle: a list in order of insertion, searched for the smallest.
        let list: { name: number; at: number }[] = [];
        const firstInList = (): { name: number; at: number } | undefined =>
          list.reduce<{ name: number; at: number } | undefined>(
            (first, other) => (first === undefined || other.at < first.at ? other : first),
            undefined,
          );
        for (const { action, name, at } of steps) {
          const entry = action === 'take' ? heap.first : entries[name];
          if (entry === undefined) continue;
          list = list.filter((other) => other.name !== entry.name);
          if (action === 'insert') {
            heap.insert(entry, at);
            list.push({ name, at });
          } else {
            heap.remove(entry);
          }
          if (heap.size !== list.length || heap.first?.name !== firstInList()?.name) return false;
        }
        return true;
      }),
    ),
  );
});
