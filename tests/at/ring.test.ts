import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { REPEATED, Ring } from '../../modules/at/line/ring.js';
import { check } from '../property.js';
import { source } from './ring-source.js';

function contents(ring: Ring): Uint8Array {
  const bytes = new Uint8Array(ring.tail - ring.head);
  ring.copyTo(bytes, 0, ring.head, bytes.length);
  return bytes;
}

test('what comes is what was read, however often the ring wraps', (t) => {
  const pieces = fc.integer({ min: 1, max: 64 });
  const step = fc.record({ bytes: fc.uint8Array({ maxLength: 100 }), consumed: fc.nat(100), piece: pieces });
  const whole = fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
    const ring = new Ring(256);
    let expected: Uint8Array = new Uint8Array(0);
    for (const { bytes, consumed, piece } of steps) {
      const port = source(bytes, piece);
      let count = ring.fill(port);
      // As after each `onReadable`: a port that has given less than was asked for has no more, until it tells of it.
      while (port.left > 0 && !ring.isFull) count += ring.fill(port);
      assert.equal(count + port.left, bytes.length);
      if (port.left > 0) assert.ok(ring.isFull);
      expected = Buffer.concat([expected, bytes.subarray(0, count)]);
      assert.deepEqual(Buffer.from(contents(ring)), Buffer.from(expected));
      expected.forEach((byte, index) => assert.equal(ring.bytes[(ring.head + index) & ring.mask], byte));
      // A name is read over the end as if it were none.
      const offset = ring.head & ring.mask;
      const beginning = expected.subarray(0, Math.min(REPEATED, ring.capacity + REPEATED - offset));
      beginning.forEach((byte, index) => assert.equal(ring.bytes[offset + index], byte));
      const gone = Math.min(consumed, expected.length);
      ring.consume(ring.head + gone);
      expected = expected.subarray(gone);
    }
  });
  check(t, whole, { runs: 300 });
});

test('a line end is found where it is, and only among what has come', (t) => {
  const bytes = fc.oneof({ weight: 1, arbitrary: fc.constant(0x0a) }, { weight: 12, arbitrary: fc.nat(255) });
  const found = fc.property(fc.nat(600), fc.array(bytes, { maxLength: 180 }), fc.nat(179), (before, values, from) => {
    const ring = new Ring(256);
    for (let passed = 0; passed < before; passed += 60) {
      ring.fill(source(new Uint8Array(Math.min(60, before - passed)).fill(0x0a)));
      ring.consume(ring.tail);
    }
    ring.fill(source(Uint8Array.from(values)));
    const start = Math.min(from, values.length);
    const at = values.indexOf(0x0a, start);
    assert.equal(ring.lineEnd(ring.head + start), at < 0 ? -1 : ring.head + at);
  });
  check(t, found, { runs: 1000 });
});

test('a full ring takes no more, and takes the rest when there is room', (t) => {
  const ring = new Ring(256);
  const bytes = Uint8Array.from({ length: 400 }, (_, index) => index & 0xff);
  const port = source(bytes);
  t.is(ring.fill(port), 256);
  t.true(ring.isFull);
  t.is(ring.fill(port), 0);
  ring.consume(ring.head + 192);
  t.is(ring.fill(port), 144);
  t.deepEqual(contents(ring), bytes.slice(192));
});

test('a copy lands at its offset and touches nothing else', (t) => {
  const ring = new Ring(256);
  ring.fill(source(new Uint8Array(190)));
  ring.consume(ring.tail);
  // Wraps at the ring's end.
  ring.fill(source(Uint8Array.from({ length: 150 }, (_, index) => index + 1)));
  const target = new Uint8Array(160).fill(0xee);
  ring.copyTo(target, 5, ring.head + 1, 149);
  t.deepEqual(target.subarray(0, 5), new Uint8Array(5).fill(0xee));
  t.deepEqual(target.subarray(5, 154), Uint8Array.from({ length: 149 }, (_, index) => index + 2));
  t.deepEqual(target.subarray(154), new Uint8Array(6).fill(0xee));
});

test('the port is read by an intake as large as there is room for', (t) => {
  const sizes = (kept: number): number[] => {
    const ring = new Ring(256);
    ring.fill(source(new Uint8Array(kept)));
    const asked: number[] = [];
    const port = source(new Uint8Array(256));
    const { read } = port;
    ring.fill({ ...port, read: (target) => (asked.push(target.length), read(target)) });
    return asked;
  };
  t.deepEqual(sizes(0), [128, 128]);
  t.deepEqual(sizes(128), [128]);
  t.deepEqual(sizes(129), [64]);
  t.deepEqual(sizes(192), [64]);
});

test('the ring is full when the smaller intake does not fit', (t) => {
  const isFull = (kept: number): boolean => {
    const ring = new Ring(256);
    ring.fill(source(new Uint8Array(kept)));
    t.is(ring.tail, kept);
    return ring.isFull;
  };
  t.false(isFull(192));
  t.true(isFull(193));
});
