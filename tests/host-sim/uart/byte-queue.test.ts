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

test('take moves bytes from another queue in order, however the two are cut, and drop forgets the first', (t) => {
  const sizes = fc.array(fc.tuple(fc.uint8Array({ maxLength: 400 }), fc.nat(400), fc.nat(400), fc.nat(400)));
  t.notThrows(() =>
    fc.assert(
      fc.property(sizes, (steps) => {
        const from = new ByteQueue();
        const to = new ByteQueue();
        let ahead: number[] = [];
        let behind: number[] = [];
        for (const [bytes, taken, dropped, shifted] of steps) {
          from.push(bytes);
          ahead.push(...bytes);
          const count = Math.min(taken, from.length);
          to.take(from, count);
          behind.push(...ahead.slice(0, count));
          ahead = ahead.slice(count);
          const lost = Math.min(dropped, from.length);
          from.drop(lost);
          ahead = ahead.slice(lost);
          const left = [...to.shift(shifted)];
          if (!Buffer.from(left).equals(Buffer.from(behind.slice(0, left.length)))) return false;
          behind = behind.slice(left.length);
          if (from.length !== ahead.length || to.length !== behind.length) return false;
        }
        return Buffer.from(from.shift(from.length)).equals(Buffer.from(ahead));
      }),
    ),
  );
});
