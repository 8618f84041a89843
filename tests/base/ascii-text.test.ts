import test from 'ava';
import { SlicedBuffer } from '../../modules/at/send/sliced-buffer.js';
import { AsciiText } from '../../modules/base/ascii-text.js';
import { text } from '../support/bytes.js';

const FILE = Array.from({ length: 300 }, (_, index) => String.fromCharCode(0x20 + (index % 95))).join('');

test('pieces as long as the port can take them make up the text', (t) => {
  const file = new AsciiText(FILE);
  t.is(file.length, FILE.length);
  for (const room of [1, 7, 64, 118, 1000]) {
    let sent = '';
    while (sent.length < FILE.length) {
      const piece = file.slices.take(sent.length, Math.min(room, FILE.length - sent.length));
      t.true(piece.length >= 1 && piece.length <= room);
      sent += text(piece);
    }
    t.is(sent, FILE);
  }
});

test('what was sent can be wiped', (t) => {
  const file = new AsciiText(FILE);
  const pieces = [file.take(0, 64), file.take(64, 10)];
  file.wipe();
  for (const piece of pieces) t.true(piece.every((byte) => byte === 0));
});

test('a byte is found within the contents of a buffer only', (t) => {
  const buffer = new SlicedBuffer(8);
  buffer.contents.set([1, 2, 3, 2, 5, 5, 5, 5]);
  buffer.length = 4;
  t.deepEqual([buffer.indexOf(2, 0), buffer.indexOf(2, 2), buffer.indexOf(2, 4), buffer.indexOf(5, 0)], [1, 3, -1, -1]);
  buffer.length = 8;
  t.is(buffer.indexOf(9, 0), -1);
});

test('a piece of a length is made once, and is no other length', (t) => {
  const file = new AsciiText(FILE);
  const long = file.take(0, 64);
  const short = file.take(0, 10);
  t.deepEqual([long.length, short.length], [64, 10]);
  t.is(file.take(64, 64), long);
  t.is(file.take(74, 10), short);
});
