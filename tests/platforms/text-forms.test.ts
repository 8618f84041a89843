import { Buffer } from 'node:buffer';
import test from 'ava';
import { base64, base64Bytes, hex, percent } from '../../modules/platforms/parts/text-forms.js';

test('the text forms are those of Node', (t) => {
  for (let length = 0; length < 40; length += 1) {
    const bytes = new Uint8Array(Array.from({ length }, (_, index) => (index * 89 + length * 7) % 256));
    t.is(base64(bytes), Buffer.from(bytes).toString('base64'));
    t.is(hex(bytes), Buffer.from(bytes).toString('hex'));
    if (length > 0) t.deepEqual(base64Bytes('bytes', base64(bytes)), bytes);
  }
  const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
  const escaped = encodeURIComponent(printable).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  t.is(percent(printable), escaped);
  for (const text of ['', 'a', 'abc=d', 'ab!=', 'YQ=', '=AAA', undefined, 12]) {
    t.throws(() => base64Bytes('key', text), { message: 'key: must be Base64, as the console shows it (docs/platforms.md)' });
  }
});
