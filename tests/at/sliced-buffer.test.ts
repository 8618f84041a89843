import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { SlicedBuffer } from '../../modules/at/send/sliced-buffer.js';
import { Slices } from '../../modules/at/send/slices.js';
import { check } from '../property.js';

const CAPACITY = 150;

/** Two buffers, one behind the other in one memory. */
function neighbours(): [SlicedBuffer, SlicedBuffer] {
  const slices = new Slices(2 * CAPACITY);
  return [new SlicedBuffer(CAPACITY, slices), new SlicedBuffer(CAPACITY, slices, CAPACITY)];
}

function fill(buffer: SlicedBuffer, bytes: Uint8Array): void {
  buffer.contents.set(bytes);
  buffer.length = bytes.length;
}

/** As the transmitter takes it. */
function pieced(buffer: SlicedBuffer): number[] {
  const bytes: number[] = [];
  while (bytes.length < buffer.length) {
    bytes.push(...buffer.slices.take(buffer.start + bytes.length, buffer.length - bytes.length));
  }
  return bytes;
}

const contents = fc.uint8Array({ maxLength: CAPACITY });

test('buffers that share their memory share nothing else', (t) => {
  const disjoint = fc.property(contents, contents, fc.nat(255), fc.nat(CAPACITY), (a, b, byte, from) => {
    const [first, second] = neighbours();
    fill(first, a);
    fill(second, b);
    assert.deepEqual([pieced(first), pieced(second)], [[...a], [...b]]);
    assert.deepEqual([first.indexOf(byte, from), second.indexOf(byte, from)], [a.indexOf(byte, from), b.indexOf(byte, from)]);
    const copy = new Uint8Array(CAPACITY);
    second.copyTo(copy, 0, Math.min(from, b.length), b.length - Math.min(from, b.length));
    assert.deepEqual(copy.subarray(0, Math.max(0, b.length - from)), b.subarray(from));
    first.copyTo(copy, 0);
    assert.deepEqual(copy.subarray(0, a.length), a);
  });
  check(t, disjoint, { runs: 300 });
});

test('wiping one leaves the other', (t) => {
  const [first, second] = neighbours();
  const secret = new Uint8Array(CAPACITY).fill(0x41);
  const other = new Uint8Array(CAPACITY).fill(0x42);
  fill(first, other);
  fill(second, secret);
  pieced(second);
  second.wipe();
  t.false(first.slices.bytes.includes(0x41));
  t.deepEqual(pieced(first), [...other]);
});
