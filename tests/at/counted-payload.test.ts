import test from 'ava';
import { CountedPayload } from '../../modules/at/line/payload.js';
import { Ring } from '../../modules/at/line/ring.js';
import type { SerialPort } from '../../modules/ports/serial.js';

const BYTES = Uint8Array.from({ length: 600 }, (_, index) => index % 251);

/** A port that has these bytes, and tells how often it was asked. */
function portOf(bytes: Uint8Array): SerialPort & { reads: number } {
  let done = 0;
  return {
    reads: 0,
    read(target) {
      this.reads += 1;
      const count = Math.min(target.length, bytes.length - done);
      target.fill(0xee);
      target.set(bytes.subarray(done, done + count));
      done += count;
      return count === 0 ? undefined : count;
    },
    write: () => undefined,
    close: () => undefined,
  };
}

test('a long payload goes past the ring by whole passages, and its end through the ring', (t) => {
  const ring = new Ring(256);
  const payload = new CountedPayload(ring.passage);
  const into = new Uint8Array(300);
  const port = portOf(BYTES.subarray(0, 310));
  t.deepEqual([payload.left, payload.isEnding, payload.isLong], [0, false, false]);
  payload.expect(300, into);
  t.deepEqual([payload.left, payload.isEnding, payload.isLong], [300, false, true]);
  t.false(payload.pass(port), 'the port has more');
  t.is(port.reads, 2);
  t.deepEqual([payload.left, payload.isEnding, payload.isLong], [44, false, false]);
  ring.fill(port);
  t.is(payload.take(ring), 44);
  t.deepEqual([payload.left, payload.isEnding, payload.isLong], [0, true, false]);
  t.deepEqual(into, BYTES.slice(0, 300));
});

test('a port that has no more for now goes on later', (t) => {
  const ring = new Ring(256);
  const payload = new CountedPayload(ring.passage);
  const into = new Uint8Array(256);
  payload.expect(256, into);
  t.true(payload.pass(portOf(BYTES.subarray(0, 100))));
  t.deepEqual([payload.left, payload.isLong], [156, true]);
  t.true(payload.pass(portOf(BYTES.subarray(0, 0))));
  t.is(payload.left, 156);
  t.true(payload.pass(portOf(BYTES.subarray(100, 128))));
  t.deepEqual([payload.left, payload.isLong], [128, true], 'a whole passage fits to the byte');
  t.false(payload.pass(portOf(BYTES.subarray(128, 256))));
  t.deepEqual([payload.left, payload.isEnding, payload.isLong], [0, true, false]);
  t.deepEqual(into, BYTES.slice(0, 256));
});

test('what does not fit is counted, and written nowhere', (t) => {
  const ring = new Ring(256);
  const payload = new CountedPayload(ring.passage);
  const into = new Uint8Array(140);
  const port = portOf(BYTES.subarray(0, 300));
  payload.expect(300, into);
  t.true(payload.isLong);
  t.false(payload.pass(port));
  t.deepEqual([port.reads, payload.left, payload.isLong], [1, 172, false]);
  for (let turn = 0; payload.left > 0 && turn < 9; turn += 1) {
    ring.fill(port);
    ring.consume(ring.head + payload.take(ring));
  }
  t.true(payload.isEnding);
  t.deepEqual(into, BYTES.slice(0, 140));
});

test('a payload that nobody wants, or that was cancelled, goes past nothing', (t) => {
  const ring = new Ring(256);
  const payload = new CountedPayload(ring.passage);
  const port = portOf(BYTES);
  payload.expect(300, undefined);
  t.false(payload.isLong);
  t.false(payload.pass(port));
  t.is(port.reads, 0);
  ring.fill(port);
  t.is(payload.take(ring), 256);
  t.is(payload.left, 44);
  payload.expect(300, new Uint8Array(300));
  payload.cancel();
  t.deepEqual([payload.left, payload.isEnding, payload.isLong], [0, false, false]);
  t.false(payload.pass(port));
});
