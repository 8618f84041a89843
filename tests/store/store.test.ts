import assert from 'node:assert/strict';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { FlashPower, PowerFailure } from '../../host-sim/flash/flash-power.js';
import { afterBytes, withinByte } from '../../host-sim/flash/interruptions.js';
import { type Replacing, SimulatedStorage } from '../../host-sim/storage/simulated-storage.js';
import { espruinoStorage } from '../../modules/ports/espruino/storage.js';
import type { CellularError, ErrorCode } from '../../modules/base/errors.js';
import { Store } from '../../modules/store/store.js';
import { check } from '../property.js';

const REPLACING: readonly Replacing[] = ['whole', 'erases-first', 'in-place'];

function bytes(length: number, first: number): Uint8Array {
  return new Uint8Array(length).map((_, index) => (first + index) & 255);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function refusal(t: ExecutionContext, attempt: () => unknown, code: ErrorCode, message: string): void {
  const error = t.throws(attempt) as CellularError;
  t.is(error.code, code);
  t.is(error.message, message);
}

test('what was written is there when the storage is opened again, and what was not is not', (t) => {
  const storage = new SimulatedStorage();
  const store = new Store({ io: storage });
  t.is(store.read('settings'), undefined);
  store.write('settings', bytes(5, 1));
  store.write('ids', bytes(3, 9));
  t.deepEqual(new Store({ io: storage }).read('settings'), bytes(5, 1));
  t.deepEqual(new Store({ io: storage }).read('ids'), bytes(3, 9));
  store.write('settings', new Uint8Array(0));
  t.is(new Store({ io: storage }).read('settings'), undefined);
});

test('its writes are counted for all of its life, and what is there already is not written again', (t) => {
  const storage = new SimulatedStorage();
  for (let start = 1; start <= 5; start += 1) {
    const store = new Store({ io: storage });
    store.write('count', bytes(4, start));
    store.write('count', bytes(4, start));
    t.is(store.writes('count'), start);
  }
  t.is(storage.writes, 5);
  t.is(new Store({ io: storage }).writes('other'), 0);
});

test('what is read is a copy of one\'s own, and what was written may change afterwards', (t) => {
  const store = new Store({ io: new SimulatedStorage() });
  const value = bytes(4, 1);
  store.write('a', value);
  value.fill(0);
  store.read('a')?.fill(0);
  t.deepEqual(store.read('a'), bytes(4, 1));
});

test('a memory of text is one key, as a node wants it for the ids of its commands', (t) => {
  const storage = new SimulatedStorage();
  const memory = new Store({ io: storage }).memory('ids');
  t.is(memory.read(), undefined);
  memory.write('["a7"]');
  t.is(new Store({ io: storage }).memory('ids').read(), '["a7"]');
  t.is(new Store({ io: storage }).memory('others').read(), undefined);
});

/** Where power fails: in which operation of the write, after how many bytes, with which bits of the next one changed. */
interface Cut {
  readonly operation: number;
  readonly count: number;
  readonly mask: number;
}

function cutOnce(replacing: Replacing, old: Uint8Array | undefined, wanted: Uint8Array, { operation, count, mask }: Cut): void {
  const power = new FlashPower();
  const storage = new SimulatedStorage({ replacing, power });
  const before = new Store({ io: storage });
  before.write('other', bytes(7, 70));
  if (old !== undefined) {
    before.write('key', bytes(9, 200));
    before.write('key', old);
  }
  power.failIn(power.operations + operation, mask === 0 ? afterBytes(count) : withinByte(count, mask));
  let isCut = false;
  try {
    before.write('key', wanted);
  } catch {
    isCut = !power.isOn;
  }
  power.restore();
  const after = new Store({ io: storage });
  const found = after.read('key');
  const isNew = found !== undefined && isSame(found, wanted);
  const isOld = old === undefined ? found === undefined : found !== undefined && isSame(found, old);
  assert.ok(isCut ? isNew || isOld : isNew, `${String(found)} is neither the old value nor the new one`);
  assert.deepEqual(after.read('other'), bytes(7, 70));
  // It goes on from there.
  after.write('key', bytes(3, 33));
  assert.deepEqual(new Store({ io: storage }).read('key'), bytes(3, 33));
}

for (const replacing of REPLACING) {
  test(`power that fails in any byte of a write, or any bit, leaves the old value or the new one: ${replacing}`, (t) => {
    const wanted = bytes(12, 5);
    for (const old of [undefined, bytes(12, 90), bytes(3, 90), bytes(30, 90)]) {
      for (let operation = 0; operation < 2; operation += 1) {
        for (let count = 0; count <= wanted.length + 8; count += 1) {
          for (const mask of [0, 1, 0x55, 0xaa, 0xfe]) cutOnce(replacing, old, wanted, { operation, count, mask });
        }
      }
    }
    t.pass();
  });
}

test('any series of writes, restarts and power cuts leaves of each key the last value, or in a cut the one before', (t) => {
  const step = fc.record({
    key: fc.constantFrom('settings', 'ids', 'counters'),
    value: fc.uint8Array({ maxLength: 24 }),
    cut: fc.option(fc.record({ operation: fc.nat(1), count: fc.nat(33), mask: fc.nat(255) }), { nil: undefined }),
  });
  const storage = { replacing: fc.constantFrom(...REPLACING), throwsWhereAbsent: fc.boolean() };
  const series = fc.record({ ...storage, steps: fc.array(step, { maxLength: 30 }) });
  check(t, fc.property(series, ({ replacing, throwsWhereAbsent, steps }) => {
    const power = new FlashPower();
    const storage = new SimulatedStorage({ replacing, power, throwsWhereAbsent });
    const known = new Map<string, Uint8Array>();
    let store = new Store({ io: storage });
    for (const { key, value, cut } of steps) {
      if (cut !== undefined) power.failIn(power.operations + cut.operation, withinByte(cut.count, cut.mask));
      try {
        store.write(key, value);
        known.set(key, value);
      } catch (error) {
        assert.ok(!power.isOn, String(error));
      }
      const hasFailed = !power.isOn;
      power.restore();
      if (hasFailed) store = new Store({ io: storage });
      const found = store.read(key) ?? new Uint8Array(0);
      const isNew = isSame(found, value);
      if (hasFailed && isNew) known.set(key, value);
      for (const [name, expected] of known) assert.deepEqual(store.read(name) ?? new Uint8Array(0), expected, name);
    }
  }), { runs: 400 });
});

test('a copy that rots, in any bit of it, is not believed: the one before is there', (t) => {
  const storage = new SimulatedStorage();
  const store = new Store({ io: storage });
  store.write('a', bytes(6, 1));
  store.write('a', bytes(6, 60));
  const newest = storage.values.get('a.1') ?? new Uint8Array(0);
  t.is(newest.length, 14);
  for (let bit = 0; bit < newest.length * 8; bit += 1) {
    newest[bit >> 3] ^= 1 << (bit & 7);
    t.deepEqual(store.read('a'), bytes(6, 1), `bit ${bit}`);
    newest[bit >> 3] ^= 1 << (bit & 7);
  }
  t.deepEqual(store.read('a'), bytes(6, 60));
});

test('what another program has left under a key is no value, and gives way', (t) => {
  for (const left of [new Uint8Array(0), bytes(3, 1), bytes(200, 1), new Uint8Array(16).fill(255), new Uint8Array(16)]) {
    const storage = new SimulatedStorage();
    storage.values.set('a.0', left);
    storage.values.set('a.1', left);
    const store = new Store({ io: storage });
    t.is(store.read('a'), undefined);
    store.write('a', bytes(2, 2));
    t.deepEqual(store.read('a'), bytes(2, 2));
  }
});

test('a storage that is full, or keeps something else, is told, and the old value is there', (t) => {
  const storage = new SimulatedStorage();
  const store = new Store({ io: storage });
  store.write('a', bytes(4, 1));
  storage.write = () => {
    throw new Error('NOT_ENOUGH_SPACE');
  };
  refusal(t, () => store.write('a', bytes(4, 2)), 'storage', 'a: NOT_ENOUGH_SPACE');
  storage.write = () => undefined;
  refusal(t, () => store.write('a', bytes(4, 2)), 'storage', 'a: it cannot be read back');
  t.deepEqual(store.read('a'), bytes(4, 1));
  const closed = {
    open: () => {
      throw new Error('no such partition');
    },
  };
  refusal(t, () => new Store({ io: closed, path: 'mine' }), 'storage', 'the storage mine does not open: no such partition');
});

test('a storage is opened with its path, for buffers, and with what else its maker wants', (t) => {
  const storage = new SimulatedStorage();
  const seen: object[] = [];
  const io = {
    open(options: object) {
      seen.push(options);
      return storage;
    },
  };
  t.notThrows(() => new Store({ io }));
  t.notThrows(() => new Store({ io, path: 'mine', mode: 'r+' }));
  t.deepEqual(seen, [{ path: 'cellnode', format: 'buffer' }, { path: 'mine', mode: 'r+', format: 'buffer' }]);
});

test('bad arguments are refused by name, and nothing is written', (t) => {
  const storage = new SimulatedStorage();
  const store = new Store({ io: storage });
  for (const key of ['', 'fourteen-chars', 7 as unknown as string]) {
    refusal(t, () => store.write(key, bytes(1, 1)), 'invalid-argument', 'key: must be a text of 1 to 13 characters (docs/store.md)');
  }
  for (const key of ['../x', 'a.0', 'a b', 'ä']) refusal(t, () => store.read(key), 'invalid-argument', 'key: must be letters, digits and - (docs/store.md)');
  refusal(t, () => store.writes('a/b'), 'invalid-argument', 'key: must be letters, digits and - (docs/store.md)');
  refusal(t, () => store.memory(''), 'invalid-argument', 'key: must be a text of 1 to 13 characters (docs/store.md)');
  refusal(t, () => store.write('a', bytes(3073, 1)), 'invalid-argument', 'value: must be at most 3072 bytes (docs/store.md)');
  refusal(t, () => store.write('a', 'text' as never), 'invalid-argument', 'value: must be a Byte Buffer (ECMA-419 §9)');
  for (const specifier of [undefined, {}, { io: 5 }]) {
    refusal(t, () => new Store(specifier as never), 'invalid-argument', 'io: must be { open(options) }, such as embedded:storage/key-value (docs/store.md)');
  }
  t.is(storage.writes, 0);
});

test('the longest value is taken', (t) => {
  const store = new Store({ io: new SimulatedStorage() });
  store.write('thirteen-long', bytes(3072, 1));
  t.deepEqual(store.read('thirteen-long'), bytes(3072, 1));
});

test('on Espruino a value is two files of its Storage, which is told to be full by false', (t) => {
  const files = new Map<string, ArrayBuffer>();
  let isFull = false;
  const library = {
    readArrayBuffer: (name: string) => files.get(name),
    write(name: string, data: ArrayBuffer | Uint8Array) {
      if (isFull) return false;
      files.set(name, new Uint8Array(data).slice().buffer);
      return true;
    },
  };
  const store = new Store({ io: espruinoStorage, library });
  store.write('settings', bytes(5, 1));
  store.write('settings', bytes(5, 2));
  t.deepEqual([...files.keys()], ['cellnode.settings.0', 'cellnode.settings.1']);
  isFull = true;
  refusal(t, () => store.write('settings', bytes(5, 3)), 'storage', 'settings: Storage is full');
  t.deepEqual(new Store({ io: espruinoStorage, library }).read('settings'), bytes(5, 2));
});

test('the simulated supply fails as it is told to', (t) => {
  const power = new FlashPower();
  const storage = new SimulatedStorage({ power });
  power.failIn(0, afterBytes(2));
  t.throws(() => storage.write('a', bytes(4, 1)), { instanceOf: PowerFailure });
  t.throws(() => storage.read('a'), { instanceOf: PowerFailure });
});
