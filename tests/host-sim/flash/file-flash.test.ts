import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs, { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

test.serial('what was written or erased is on the disk before anything else happens', (t) => {
  const { writeSync, fdatasyncSync } = fs;
  const done: string[] = [];
  const spied = {
    writeSync: (...args: Parameters<typeof writeSync>) => (done.push('write'), Reflect.apply(writeSync, fs, args) as number),
    fdatasyncSync: (file: number) => (done.push('sync'), fdatasyncSync(file)),
  };
  const flash = fileFlash.open({ path: join(folder, 'synchronised'), blockLength: 8, blocks: 2 } as never);
  t.teardown(() => {
    Object.assign(fs, { writeSync, fdatasyncSync });
    syncBuiltinESMExports();
    flash.close();
  });
  Object.assign(fs, spied);
  syncBuiltinESMExports();
  flash.write(Uint8Array.of(1), 0);
  t.deepEqual(done, ['write', 'sync']);
  flash.eraseBlock(1);
  t.deepEqual(done, ['write', 'sync', 'write', 'sync']);
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

/** Opens the file in another process, and gives what it says. */
function openElsewhere(path: string): string {
  const module = new URL('../../../host-sim/flash/file-flash.js', import.meta.url).href;
  const program = `
    import { fileFlash } from ${JSON.stringify(module)};
    try {
      fileFlash.open({ path: ${JSON.stringify(path)} });
      console.log('opened');
    } catch (error) {
      console.log(error.code + ': ' + error.message);
    }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  return stdout.trim();
}

test('a second process is refused by name, until the first has closed the file or has ended', (t) => {
  const path = join(folder, 'shared');
  const first = fileFlash.open({ path } as never);
  const part = fileFlash.open({ path } as never);
  t.is(openElsewhere(path), `storage: ${path} is in use by process ${process.pid}: end that one, or name another file`);
  first.close();
  first.close();
  t.regex(openElsewhere(path), /^storage: /, 'a part of it is still open');
  part.close();
  t.false(existsSync(`${path}.lock`));
  // It ends without closing, and nobody has to clear up behind it.
  t.is(openElsewhere(path), 'opened');
  t.true(existsSync(`${path}.lock`));
  t.is(openElsewhere(path), 'opened');
});

test('the lock of a process that has ended is taken over, also where another has its number by now', (t) => {
  const path = join(folder, 'stale');
  for (const lock of [`${process.pid} 1 of-another-boot`, '999999999 1 boot', 'no lock of ours', '']) {
    writeFileSync(`${path}.lock`, lock);
    const flash = fileFlash.open({ path } as never);
    t.regex(readFileSync(`${path}.lock`, 'latin1'), new RegExp(`^${process.pid} `));
    flash.close();
  }
  t.deepEqual([existsSync(`${path}.lock`), existsSync(`${path}.lock.${process.pid}`)], [false, false]);
});

test('of many processes that start at once, with the lock of a dead one in their way, one has the file', async (t) => {
  const path = join(folder, 'raced');
  fileFlash.open({ path } as never).close();
  writeFileSync(`${path}.lock`, '999999999 1 boot');
  const racer = fileURLToPath(new URL('lock-racer.js', import.meta.url));
  const racers = Array.from({ length: 6 }, () => spawn(process.execPath, [racer, path], { stdio: ['pipe', 'pipe', 'inherit'] }));
  const said = await Promise.all(racers.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()));
  // Each keeps what it has until all have tried.
  for (const { stdin } of racers) stdin.end();
  t.is(said.filter((line) => line === 'opened').length, 1, said.join('\n'));
});
