import test from 'ava';
import fc from 'fast-check';
import { ByteQueue } from '../../../host-sim/uart/byte-queue.js';

test('bytes leave in the order in which they came, however they are cut', (t) => {
  const step = fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.nat(400));
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const queue = new ByteQueue();
        const came: number[] = [];
        const left: number[] = [];
        for (const bytesOrCount of steps) {
          if (typeof bytesOrCount === 'number') {
            left.push(...queue.shift(bytesOrCount));
          } else {
            queue.push(bytesOrCount);
            came.push(...bytesOrCount);
          }
          if (queue.length !== came.length - left.length) return false;
        }
        left.push(...queue.shift(queue.length));
        return queue.length === 0 && Buffer.from(left).equals(Buffer.from(came));
      }),
    ),
  );
});

test('shiftInto fills what there is and leaves the rest of the target alone', (t) => {
  const queue = new ByteQueue();
  queue.push(Uint8Array.of(1, 2, 3));
  const target = new Uint8Array(5).fill(9);
  t.is(queue.shiftInto(target), 3);
  t.deepEqual(target, Uint8Array.of(1, 2, 3, 9, 9));
  queue.push(Uint8Array.of(4));
  queue.clear();
  t.is(queue.shiftInto(target), 0);
});
