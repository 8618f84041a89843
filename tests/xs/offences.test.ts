import test, { type ExecutionContext } from 'ava';
import { COUNTERS } from './heap.js';
import { files, runHost } from './host/run-host.js';
import { preloading } from './host/xs-host.js';

/** What a preloaded module must not do when it runs, and how the engine notices: the same modules, not preloaded, do it all. */

interface Offence {
  readonly what: string;
  /** What the module makes when it is loaded. */
  readonly made: string;
  /** What it does later. */
  readonly done: string;
}

/** The engine refuses. */
const REFUSED: readonly (Offence & { readonly message: string })[] = [
  { what: 'a byte is written', made: 'const a = new Uint8Array(4)', done: 'a[0] = 1', message: 'read-only buffer' },
  { what: 'a byte is written out of bounds', made: 'const a = new Uint8Array(0)', done: 'a[5] = 1', message: 'read-only buffer' },
  { what: 'nothing is filled', made: 'const a = new Uint8Array(0)', done: 'a.fill(0)', message: 'read-only buffer' },
  { what: 'a fill that ends before it begins', made: 'const a = new Uint8Array(4)', done: 'a.fill(0, 4)', message: 'read-only buffer' },
  { what: 'nothing is set', made: 'const a = new Uint8Array(0)', done: 'a.set([])', message: 'read-only buffer' },
  { what: 'nothing is copied within', made: 'const a = new Uint8Array(0)', done: 'a.copyWithin(0, 0)', message: 'read-only buffer' },
  { what: 'nothing is sorted', made: 'const a = new Uint8Array(0)', done: 'a.sort()', message: 'read-only buffer' },
  { what: 'nothing is reversed', made: 'const a = new Uint8Array(0)', done: 'a.reverse()', message: 'read-only buffer' },
  { what: 'a piece is written', made: 'const a = new Uint8Array(4)', done: 'a.subarray(1)[0] = 1', message: 'read-only buffer' },
  { what: 'a number is written', made: 'const a = new Float64Array(1)', done: 'a[0] = 1', message: 'read-only buffer' },
  { what: 'a view is written', made: 'const a = new DataView(new ArrayBuffer(4))', done: 'a.setUint8(0, 1)', message: 'read-only buffer' },
  {
    what: 'a buffer is written through a new view',
    made: 'const a = new ArrayBuffer(4)',
    done: 'new Uint8Array(a)[0] = 1',
    message: 'read-only buffer',
  },
  { what: 'a Map is changed', made: 'const a = new Map([[1, 2]])', done: 'a.set(1, 3)', message: 'Map instance is read-only' },
  { what: 'a Map is asked to forget nothing', made: 'const a = new Map()', done: 'a.delete(1)', message: 'Map instance is read-only' },
  { what: 'a Set is changed', made: 'const a = new Set()', done: 'a.add(1)', message: 'Set instance is read-only' },
  { what: 'a WeakMap is changed', made: 'const a = new WeakMap()', done: 'a.set({}, 1)', message: 'WeakMap instance is read-only' },
  { what: 'an object is a key of a WeakMap', made: 'const a = {}', done: 'new WeakMap().set(a, 1)', message: 'WeakMap key is read-only' },
  { what: 'a static field is assigned', made: 'class A { static count = 0 }', done: 'A.count += 1', message: 'set count: not writable' },
  {
    what: 'a private static field is assigned',
    made: 'class A { static #count = 0; static add() { A.#count += 1 } }',
    done: 'A.add()',
    message: 'set #count: not writable',
  },
  { what: 'a prototype is patched', made: 'class A {}', done: 'A.prototype.x = 1', message: 'set x: not extensible' },
  { what: 'a built-in prototype is patched', made: '', done: 'Array.prototype.x = 1', message: 'set x: not extensible' },
  { what: 'an error is renamed', made: '', done: `new Error('x').name = 'Mine'`, message: 'set name: not writable' },
  { what: 'a RegExp keeps its place', made: 'const a = /b/g', done: `a.test('abc')`, message: 'C: xsSet lastIndex: not writable' },
  { what: 'a place is given to a RegExp', made: 'const a = /b/g', done: 'a.lastIndex = 1', message: 'set lastIndex: not writable' },
  { what: 'an object becomes JSON', made: 'const a = { b: 1 }', done: 'JSON.stringify(a)', message: 'read only value' },
  { what: 'a frozen array becomes JSON', made: 'const a = Object.freeze([1])', done: 'JSON.stringify(a)', message: 'read only value' },
  { what: 'a variable that holds a function is assigned', made: 'let a = () => 1', done: 'a = () => 2', message: 'set a: const' },
];

/** It works, and takes RAM: a copy of what is changed. */
const COPIED: readonly Offence[] = [
  { what: 'an object is written', made: 'const a = { b: 1 }', done: 'a.b = 2' },
  { what: 'an object gets a property', made: 'const a = {}', done: 'a.b = 2' },
  { what: 'an array grows', made: 'const a = []', done: 'a.push(1)' },
  { what: 'a variable is counted up', made: 'let a = 0', done: 'a += 1' },
  { what: 'a private field of an instance is assigned', made: 'class A { #b = 1; add() { this.#b += 1 } } const a = new A()', done: 'a.add()' },
];

/** Nothing of it is a write, though some of it looks like one. */
const ALLOWED: readonly Offence[] = [
  { what: 'bytes are read', made: 'const a = new Uint8Array([1, 2])', done: 'a[1] + a.length + a.indexOf(2)' },
  { what: 'bytes are copied', made: 'const a = new Uint8Array([1, 2])', done: 'new Uint8Array(4).set(a)' },
  { what: 'a piece is taken', made: 'const a = new Uint8Array([1, 2])', done: 'a.subarray(1)' },
  { what: 'a buffer is viewed', made: 'const a = new ArrayBuffer(8)', done: 'new DataView(a).getUint32(0)' },
  { what: 'a Map is read', made: 'const a = new Map([[1, 2]])', done: 'a.get(1) + a.size' },
  { what: 'an instance is made', made: 'class A { #b = 1; c = []; add() { this.#b += 1; this.c.push(1) } }', done: 'new A().add()' },
  { what: 'a function makes a closure that counts', made: 'function f() { let n = 0; return () => (n += 1) }', done: 'f()()' },
];

interface Outcome {
  readonly error?: string;
  readonly aliasesMade: number;
}

/** Each in a module of its own; all in one machine. */
async function outcomes(t: ExecutionContext, offences: readonly Offence[]): Promise<Outcome[]> {
  const names = offences.map((_, index) => `offence${index}`);
  const texts = offences.map(({ made, done }, index) => [names[index], `${made};\nexport const commit = () => { ${done}; };`]);
  const paths = await files(t, { ...(Object.fromEntries(texts) as Record<string, string>), program: program(names) });
  const { program: script, ...modules } = paths;
  const { output, errors, status } = await runHost([...preloading(modules), script]);
  t.is(errors, '');
  t.is(status, 0);
  return output.trim().split('\n').map((line) => JSON.parse(line) as Outcome);
}

/** Garbage is collected after each, as what a collector makes of a forbidden write is seen only then. */
function program(names: readonly string[]): string {
  return `'use strict';
    const counters = new Float64Array(${COUNTERS.length});
    const aliases = () => { heap(counters); return counters[${COUNTERS.indexOf('aliasesMade')}]; };
    for (const name of ${JSON.stringify(names)}) {
      const before = aliases();
      let error;
      try {
        preloaded(name).commit();
      } catch (thrown) {
        error = String(thrown);
      }
      gc();
      print(JSON.stringify({ error, aliasesMade: aliases() - before }));
    }`;
}

test('the engine refuses each of these', async (t) => {
  const expected = REFUSED.map(({ what, message }) => `${what}: TypeError: ${message}`);
  t.deepEqual((await outcomes(t, REFUSED)).map(({ error }, index) => `${REFUSED[index].what}: ${error}`), expected);
});

test('each of these takes RAM for a copy', async (t) => {
  const expected = COPIED.map(({ what }) => `${what}: undefined, 1`);
  const seen = await outcomes(t, COPIED);
  t.deepEqual(seen.map(({ error, aliasesMade }, index) => `${COPIED[index].what}: ${error}, ${aliasesMade}`), expected);
});

test('each of these is no write', async (t) => {
  const expected = ALLOWED.map(({ what }) => `${what}: undefined, 0`);
  const seen = await outcomes(t, ALLOWED);
  t.deepEqual(seen.map(({ error, aliasesMade }, index) => `${ALLOWED[index].what}: ${error}, ${aliasesMade}`), expected);
});

test('what the engine does not refuse ends the machine: a Date that is set', async (t) => {
  const paths = await files(t, {
    date: 'export const date = new Date(0);',
    program: `preloaded('date').date.setTime(1);`,
  });
  const { errors, status } = await runHost([...preloading({ date: paths.date }), paths.program]);
  t.is(errors, 'what is preloaded was written\n');
  t.is(status, 4);
});

test('from source, where nothing is read-only, none of them is noticed', async (t) => {
  for (const { what, made, done } of [...REFUSED, ...COPIED]) {
    const { program: script } = await files(t, { program: `'use strict'; (() => { ${made};\n${done}; })();` });
    t.deepEqual(await runHost([script]), { status: 0, output: '', errors: '' }, what);
  }
});
