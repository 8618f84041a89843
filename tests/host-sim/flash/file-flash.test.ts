import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fileFlash } from '../../../host-sim/flash/file-flash.js';
import { JournalOutbox } from '../../../modules/telemetry/journal/journal-outbox.js';
import { recordFor, TimeBase } from '../../../modules/telemetry/outbox.js';

const folder = mkdtempSync(join(tmpdir(), 'cellnode-flash-'));
test.after.always(() => rmSync(folder, { recursive: true }));

test('a journal in a file is there for the next process', (t) => {
  const path = join(folder, 'outbox');
  const outbox = new JournalOutbox({ flash: { io: fileFlash, path } });
  outbox.append(Uint8Array.of(1, 2, 3), 3, TimeBase.utc, 5);
  const again = new JournalOutbox({ flash: { io: fileFlash, path } });
  const record = recordFor(again);
  t.true(again.peek(record));
  t.deepEqual([...record.payload.subarray(0, record.byteLength)], [1, 2, 3]);
  t.is(statSync(path).size, 16 * 4096);
  t.is(statSync(path).mode & 0o777, 0o600);
  outbox.close();
  again.close();
  t.throws(() => new JournalOutbox({ flash: { io: fileFlash, path, blocks: 8 } }), { message: /65536 bytes, not the 32768/ });
});

test('it is flash: a write sets no bit, an erase does', (t) => {
  const path = join(folder, 'flash');
  const flash = fileFlash.open({ path, blockLength: 8, blocks: 2 } as never);
  flash.write(Uint8Array.of(0xf0), 9);
  flash.write(Uint8Array.of(0x3c), 9);
  t.is(readFileSync(path)[9], 0x30);
  flash.eraseBlock(1);
  t.is(readFileSync(path)[9], 0xff);
  flash.close();
});

test('a file of another kind is left as it is', (t) => {
  const path = join(folder, 'letter');
  writeFileSync(path, 'Dear Sir');
  t.throws(() => fileFlash.open({ path } as never), { instanceOf: RangeError });
  t.is(readFileSync(path, 'utf8'), 'Dear Sir');
});
