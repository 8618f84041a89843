import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { commandWithFile, dataFrom } from '../../../host-sim/cli/console/data-text.js';

const folder = mkdtempSync(join(tmpdir(), 'cellnode-test-'));
const file = join(folder, 'root.pem');
writeFileSync(file, Buffer.from([0, 255, 10]));
test.after.always(() => rmSync(folder, { recursive: true }));

test('text is UTF-8, with escapes for what cannot be typed', (t) => {
  t.deepEqual([...dataFrom('aé')], [0x61, 0xc3, 0xa9]);
  t.deepEqual([...dataFrom('\\r\\n\\t\\\\\\x00\\xFf')], [13, 10, 9, 0x5c, 0, 255]);
  t.deepEqual([...dataFrom('\\\\x41')], [...Buffer.from('\\x41')], 'an escaped backslash begins no escape');
  t.deepEqual([...dataFrom('')], []);
  const message = /write \\r, \\n, \\t, \\\\ or \\xHH/;
  for (const wrong of ['\\q', '\\x4', 'end\\']) t.throws(() => dataFrom(wrong), { message });
});

test('@FILE is what is in the file', (t) => {
  t.deepEqual([...dataFrom(`@${file}`)], [0, 255, 10]);
  t.throws(() => dataFrom('@/nowhere'), { message: /@\/nowhere: .*no such file/ });
});

test('a command that ends with a file has its length', (t) => {
  t.is(commandWithFile(`AT+GTSSLFILE="TRUSTFILE",@${file}`)?.line, 'AT+GTSSLFILE="TRUSTFILE",3');
  t.deepEqual([...(commandWithFile(`at+mqttpub=1,"t",0,0,@${file}`)?.data ?? [])], [0, 255, 10]);
  for (const other of ['AT+CSQ', 'AT+MQTTUSER=1,"a@b","c"', 'AT+MQTTPUB=1,"t",0,0,"mail,@me"']) {
    t.is(commandWithFile(other), undefined, other);
  }
  t.throws(() => commandWithFile('AT+GTSSLFILE="KEYFILE",@/nowhere'), { message: /@\/nowhere/ });
});
