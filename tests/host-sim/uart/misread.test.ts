import test from 'ava';
import fc from 'fast-check';
import { isSameRate, misread } from '../../../host-sim/uart/misread.js';

test('a receiver at the same rate, or near it, reads the byte', (t) => {
  const byte = fc.nat(255);
  const deviation = fc.double({ min: -0.03, max: 0.03, noNaN: true });
  t.notThrows(() =>
    fc.assert(
      fc.property(byte, deviation, (value, off) => {
        const rate = 115200 * (1 + off);
        t.deepEqual(misread(value, rate, 115200).bytes, [value]);
      }),
    ),
  );
});

test('which rates count as the same', (t) => {
  t.true(isSameRate(115200, 115200));
  t.true(isSameRate(115200, 117000));
  t.false(isSameRate(115200, 57600));
  t.false(isSameRate(115200, 128000));
});

test('a receiver at twice the rate takes the byte for two', (t) => {
  // On the line, each for two bits of the receiver: 0, then 1 0 1 0 1 0 1 0, then 1 for good. The first frame's stop bit falls
  // into the fifth bit, a 0; the next falling edge is before the seventh, and the second frame runs into the idle line.
  const { bytes } = misread(0x55, 57600, 115200);
  t.deepEqual(bytes, [0b01100110, 0b11100110]);
});

test('a receiver at half the rate sees every second bit, and is busy for as long as two bytes take', (t) => {
  // Of nine low bits it samples the start and three more, and then the idle line.
  const { bytes, end } = misread(0x00, 115200, 57600);
  t.deepEqual(bytes, [0b11111000]);
  t.is(end, 19);
});

test('a start bit that is over by its middle is noise', (t) => {
  // 0xff is one low bit; at an eighth of the rate it is a spike.
  t.deepEqual(misread(0xff, 115200, 14400).bytes, []);
});
