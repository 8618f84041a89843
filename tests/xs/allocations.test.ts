import { readFile } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { COUNTERS } from './heap.js';
import { files, runHost } from './host/run-host.js';

/** Something that a program may write. `$` is where its value goes, so that no engine leaves it out. */
interface Construct {
  readonly what: string;
  /** Made once, before it is measured. */
  readonly made?: string;
  readonly done: string;
}

/** What takes nothing of the heap: code on the steady path is made of it. */
const FREE: readonly Construct[] = [
  { what: 'a call, a default parameter, a missing argument', made: 'const f = (a, b = 1) => b', done: '$ = f()' },
  {
    what: 'a private field, read and written',
    made: 'class A { #n = 1; f() { this.#n += 1; return this.#n } } const a = new A()',
    done: '$ = a.f()',
  },
  { what: 'an object destructured', made: 'const o = { a: 1, b: 2 }', done: 'const { a, b } = o; $ = a + b' },
  { what: 'a fraction', made: 'let n = 1.5', done: 'n = n * 1.1; $ = n' },
  {
    what: '`switch`, `try` and `finally`',
    made: 'let n = 1',
    done: 'try { switch (n) { case 1: $ = 2; break; default: $ = 3 } } finally { n = 1 }',
  },
  { what: 'a byte, read and written', made: 'const b = new Uint8Array(8)', done: 'b[1] = b[2] + 1; $ = b[1]' },
  {
    what: '`fill`, `set`, `copyWithin`, `indexOf`',
    made: 'const b = new Uint8Array(8); const c = new Uint8Array(8)',
    done: 'b.fill(1); b.set(c); b.copyWithin(0, 4); $ = b.indexOf(7)',
  },
  {
    what: 'a `DataView`, read and written',
    made: 'const v = new DataView(new ArrayBuffer(8))',
    done: 'v.setUint32(0, 7); $ = v.getUint32(0)',
  },
  { what: 'an element of an array, within its length', made: 'const l = [1, 2]', done: 'l[1] = l[0]; $ = l[1]' },
];

/** What takes something each time. */
const TAKING: readonly Construct[] = [
  { what: 'a method or an index of a string', made: "const s = 'abc'", done: '$ = s.charCodeAt(1)' },
  { what: '`{ a, b }`', made: 'const a = 1, b = 2', done: '$ = { a, b }' },
  { what: 'an instance with three fields', made: 'class A { a = 1; b = 2; c = 3 }', done: '$ = new A()' },
  { what: '`new Uint8Array(16)`', done: '$ = new Uint8Array(16)' },
  { what: '`subarray`', made: 'const b = new Uint8Array(8)', done: '$ = b.subarray(2)' },
  { what: 'an arrow function', done: '$ = () => 1' },
  { what: 'a variable that an arrow function captures', done: 'let n = 1; $ = () => n' },
  { what: '`for…of` over an array', made: 'const l = [1, 2]', done: 'for (const e of l) $ = e' },
  { what: 'an array destructured', made: 'const l = [1, 2]', done: 'const [a, b] = l; $ = a + b' },
  { what: 'a rest parameter', made: 'const f = (...r) => r', done: '$ = f(1, 2)' },
  { what: 'arguments spread', made: 'const f = (a, b) => a + b; const l = [1, 2]', done: '$ = f(...l)' },
  { what: 'a template literal', made: 'const n = 7', done: '$ = `n${n}`' },
  { what: '`throw new Error` and `catch`', done: "try { throw new Error('x') } catch (c) { $ = c }" },
  { what: '`Promise.resolve`', done: '$ = Promise.resolve(1)' },
];

interface Cost {
  readonly slots: number;
  readonly bytes: number;
}

const ROUNDS = 8;

/** Each is run N and 2N times, and the difference is what a round takes; nothing is collected meanwhile. */
async function costs(t: ExecutionContext, constructs: readonly Construct[]): Promise<Cost[]> {
  const paths = await files(t, { program: program(constructs) });
  const { output, errors, status } = await runHost([paths.program]);
  if (status !== 0 || errors !== '') throw new Error(`status ${status}: ${errors}`);
  const seen = output.trim().split('\n').map((line) => JSON.parse(line) as Cost);
  if (seen.length !== constructs.length) throw new Error(output);
  return seen;
}

function program(constructs: readonly Construct[]): string {
  const measured = constructs.map(({ made = '', done }) => {
    const round = done.replaceAll('$', 'kept.value');
    return `measure((() => { ${made};\nreturn (count) => { for (let i = 0; i < count; i += 1) { ${round}; } }; })());`;
  });
  return `'use strict';
    const kept = { value: undefined };
    const [before, after] = [new Float64Array(${COUNTERS.length}), new Float64Array(${COUNTERS.length})];
    const slots = ${COUNTERS.indexOf('slots')}, bytes = ${COUNTERS.indexOf('chunkBytes')};
    const collections = ${COUNTERS.indexOf('collections')};
    const taken = (run, count, of) => {
      gc(); gc();
      heap(before); run(count); heap(after);
      if (after[collections] !== before[collections]) throw new Error('collected');
      return after[of] - before[of];
    };
    function measure(run) {
      run(1); run(${ROUNDS});
      const cost = (of) => (taken(run, ${2 * ROUNDS}, of) - taken(run, ${ROUNDS}, of)) / ${ROUNDS};
      print(JSON.stringify({ slots: cost(slots), bytes: cost(bytes) }));
    }
    ${measured.join('\n')}`;
}

test('what takes nothing of the heap takes nothing', async (t) => {
  const seen = await costs(t, FREE);
  const rows = seen.map(({ slots, bytes }, index) => `${FREE[index].what}: ${slots}, ${bytes}`);
  t.deepEqual(rows, FREE.map(({ what }) => `${what}: 0, 0`));
});

test('the page of engines has what the others take', async (t) => {
  const seen = await costs(t, TAKING);
  const page = await readFile('docs/engines.md', 'utf8');
  const rows = TAKING.map(({ what }, index) => `| ${what} | ${seen[index].slots} | ${seen[index].bytes} |`);
  t.deepEqual(rows.filter((row) => !page.includes(row)), []);
  for (const { what } of FREE) t.true(page.includes(`- ${what}`), what);
});
