import test from 'ava';
import { hexadecimalDigit, hexadecimalValue } from '../../modules/base/ascii.js';

test('every byte is the hexadecimal digit that it is, or none', (t) => {
  for (let byte = 0; byte < 256; byte += 1) {
    const value = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase());
    t.is(hexadecimalValue(byte), value, String(byte));
  }
});

test('every value has its digit, in upper case', (t) => {
  const digits = Array.from({ length: 16 }, (_, value) => String.fromCharCode(hexadecimalDigit(value)));
  t.is(digits.join(''), '0123456789ABCDEF');
});
