import { mkdtempSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { fileStorage } from '../../../host-sim/storage/file-storage.js';
import { Store } from '../../../modules/store/store.js';

function folder(): string {
  return join(mkdtempSync(join(tmpdir(), 'cellnode-store-')), 'node-1.store');
}

test('a value is a file that nobody else may read, and is there when it is opened again', (t) => {
  const path = folder();
  new Store({ io: fileStorage, path }).write('settings', Uint8Array.of(1, 2, 3));
  t.deepEqual(new Store({ io: fileStorage, path }).read('settings'), Uint8Array.of(1, 2, 3));
  t.deepEqual(readdirSync(path), ['settings.0']);
  t.is(statSync(join(path, 'settings.0')).mode & 0o777, 0o600);
});

test('power that fails in any byte of a write leaves the old value: what is written has not its name yet', (t) => {
  const path = folder();
  const store = new Store({ io: fileStorage, path });
  store.write('a', Uint8Array.of(1));
  store.write('a', Uint8Array.of(2));
  for (let length = 0; length <= 9; length += 1) {
    writeFileSync(join(path, 'a.0.new'), new Uint8Array(length).fill(7));
    const after = new Store({ io: fileStorage, path });
    t.deepEqual(after.read('a'), Uint8Array.of(2));
  }
  store.write('a', Uint8Array.of(3));
  t.deepEqual(new Store({ io: fileStorage, path }).read('a'), Uint8Array.of(3));
  t.deepEqual(readdirSync(path).sort(), ['a.0', 'a.1']);
});

test('a file system that loses the end of the newest file, at any byte, leaves the value before', (t) => {
  const path = folder();
  const store = new Store({ io: fileStorage, path });
  store.write('a', Uint8Array.of(1, 1, 1));
  store.write('a', Uint8Array.of(2, 2, 2));
  for (let length = 10; length >= 0; length -= 1) {
    truncateSync(join(path, 'a.1'), length);
    t.deepEqual(new Store({ io: fileStorage, path }).read('a'), Uint8Array.of(1, 1, 1));
  }
});
