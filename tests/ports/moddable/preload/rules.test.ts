import test from 'ava';
import { PreloadingMachine } from './preloading-machine.js';

/** The module on a device that has started; `native` is there for it to import. */
function preloaded(source: string): PreloadingMachine {
  const machine = new PreloadingMachine({ native: { default: () => 'called' } });
  machine.preload('module', source);
  machine.start();
  return machine;
}

/** What is refused of a module before it runs. */
function refusals(source: string): readonly string[] {
  return preloaded(source).refusals;
}

/** The exception of the module's `run` on the device. */
function failure(source: string): string {
  const machine = preloaded(source);
  if (machine.refusals.length > 0) throw new Error(`refused: ${machine.refusals.join()}`);
  try {
    (machine.exports('module').run as () => void)();
    machine.assertUntouched();
  } catch (error) {
    return String(error);
  }
  return 'none';
}

test('a counter at module level is refused, in whatever words', (t) => {
  t.deepEqual(refusals('let count = 0; export const run = () => (count += 1);'), ['module:1: a variable at module level']);
  t.deepEqual(refusals('export let count = 0;'), ['module:1: a variable at module level']);
  t.deepEqual(refusals('const one = 1;\nvar other;'), ['module:2: a variable at module level']);
});

test('an array or object at module level may stay as it is, but not be changed', (t) => {
  t.is(failure('const names = ["a"]; export const run = () => names.indexOf("a");'), 'none');
  t.regex(failure('const names = []; export const run = () => names.push("a");'), /^TypeError/);
  t.regex(failure('const counters = { lines: 0 }; export const run = () => (counters.lines += 1);'), /^TypeError/);
  t.regex(failure('const table = { rows: [{ count: 0 }] }; export const run = () => (table.rows[0].count = 1);'), /^TypeError/);
});

test('bytes at module level may be read, but not be written, by whatever view', (t) => {
  const written = 'TypeError: read-only buffer';
  t.is(failure('const kept = new Uint8Array([1, 2]); export const run = () => kept.indexOf(2);'), 'none');
  t.is(failure('const kept = new Uint8Array(8); export const run = () => (kept[0] = 1);'), written);
  t.is(failure('const kept = new Uint8Array(8); export const run = () => kept.set([1], 3);'), written);
  t.is(failure('const kept = new DataView(new ArrayBuffer(8)); export const run = () => kept.setInt8(7, 1);'), written);
  t.is(failure('const kept = new ArrayBuffer(8); export const run = () => (new Uint8Array(kept)[7] = 1);'), written);
  t.is(failure('const table = { rows: [new Uint8Array(8)] }; export const run = () => table.rows[0].fill(1);'), written);
});

test('nor can anything be written to them that leaves no trace: beyond their end, what is there already, or nothing', (t) => {
  const written = 'TypeError: read-only buffer';
  for (const done of ['kept[5] = 1', 'kept[5] += 1', 'kept[5]++', '++kept[5]', 'kept.fill(0)', 'kept.set([])', 'kept.reverse()', 'kept.sort()',
    'kept.copyWithin(0, 0)', 'kept.subarray(0)[0] = 1', 'new Uint8Array(kept.buffer).fill(0)']) {
    t.is(failure(`const kept = new Uint8Array(0); export const run = () => { ${done}; };`), written, done);
    t.is(failure(`export const run = () => { const kept = new Uint8Array(0); ${done}; };`), 'none', done);
  }
  t.is(failure('const kept = new Uint8Array([7]); export const run = () => (kept[0] = 7);'), written);
  t.is(failure('const kept = new Uint8Array([7]); export const run = () => new Uint8Array(2).set(kept, 1);'), 'none');
});

for (const made of ['new Map()', 'new Set()', 'new Date(0)', 'Promise.resolve()', 'new Error("kept")']) {
  const name = made.slice(made.startsWith('new') ? 4 : 0, made.search(/[(.]/));
  test(`${made} at module level is refused, where it hides as well`, (t) => {
    t.deepEqual(refusals(`const kept = ${made}; export const run = () => kept;`), [`module: kept: an instance of ${name}`]);
    t.deepEqual(refusals(`const table = { rows: [${made}] };`), [`module: table.rows.0: an instance of ${name}`]);
    t.deepEqual(refusals(`class Holder { static kept = ${made}; }`), [`module: Holder.kept: an instance of ${name}`]);
    t.deepEqual(refusals(`export const run = () => ${made};`), []);
  });
}

test('an instance of a class is refused at module level: its private fields would be read-only', (t) => {
  const counter = 'class Counter { #count = 0; next() { return (this.#count += 1); } }';
  t.deepEqual(refusals(`${counter} const shared = new Counter();`), ['module: shared: an instance of Counter']);
});

test('a static field cannot be assigned, and a private one is refused', (t) => {
  t.regex(failure('class Counter { static count = 0; } export const run = () => (Counter.count += 1);'), /^TypeError/);
  t.deepEqual(refusals('class Counter { static #count = 0; static next() { return (Counter.#count += 1); } }'), [
    'module:1: a private static field',
  ]);
});

test('a preloaded object cannot be made JSON of, by itself or within another', (t) => {
  t.is(failure('const row = { a: 1 }; export const run = () => JSON.stringify(row);'), 'TypeError: read only value');
  t.is(failure('const row = { a: 1 }; export const run = () => JSON.stringify({ rows: [row] });'), 'TypeError: read only value');
  t.is(failure('export const run = () => JSON.stringify({ a: [1, 2] });'), 'none');
});

test('an error cannot be renamed, a prototype not be patched', (t) => {
  t.regex(failure('export const run = () => { const error = new Error("e"); error.name = "Mine"; };'), /^TypeError/);
  t.regex(failure('export const run = () => { Array.prototype.last = () => 0; };'), /^TypeError/);
  t.regex(failure('class Own {} export const run = () => { Own.prototype.added = 1; };'), /^TypeError/);
  t.is(failure('export const run = () => { const error = new Error("e"); error.code = "mine"; };'), 'none');
});

test('a RegExp is refused wherever it stands', (t) => {
  t.deepEqual(refusals('export const run = (text) => /a+/.test(text);'), ['module:1: a RegExp']);
  t.deepEqual(refusals('export const run = (text) =>\n  new RegExp("a").test(text);'), ['module:2: a RegExp']);
});

test('fields of instances, private ones and closures that are made at run time work', (t) => {
  t.is(
    failure(`
      class Counter {
        count = 0;
        #hidden = 0;
        next() { this.count += 1; return (this.#hidden += 1); }
      }
      const closure = () => { let count = 0; return () => (count += 1); };
      export const run = () => { new Counter().next(); closure()(); };
    `),
    'none',
  );
});

test('native code cannot run while a module is preloaded, and can when the device has started', (t) => {
  t.throws(() => preloaded('import native from "native"; export const value = native();'), {
    message: 'native code of native was called while it was preloaded',
  });
  t.is(failure('import native from "native"; export const run = () => native();'), 'none');
});

const GLOBALS_OF_OTHERS = [
  'setTimeout',
  'console',
  'TextDecoder',
  'TextEncoder',
  'performance',
  'queueMicrotask',
  'structuredClone',
  'Buffer',
];

for (const name of GLOBALS_OF_OTHERS) {
  test(`${name} is not there`, (t) => {
    t.is(failure(`export const run = () => ${name};`), `ReferenceError: ${name} is not defined`);
  });
}
