import { readFileSync } from 'node:fs';
import test from 'ava';

/** From build/tests/espruino/. */
const ROOT = new URL('../../../', import.meta.url);

const { espruinoProblems } = (await import(new URL('build-tools/espruino-lint.js', ROOT).href)) as {
  espruinoProblems(code: string): string[];
};

/** What is refused, with a word of the reason; each of these fails on a 2v29, or means something else there. */
const REFUSED: Readonly<Record<string, readonly [code: string, reason: RegExp]>> = {
  'an async function': ['async function f() {}', /async/],
  'an async arrow function': ['const f = async () => 1;', /async/],
  'an async method': ['class A { async m() {} }', /async/],
  'await': ['async function f() { await 1; }', /await/],
  'a generator': ['function* f() {}', /generator/],
  'a private field': ['class A { #a = 1; m() { return this.#a; } }', /private/],
  'a private method': ['class A { #m() {} }', /private/],
  'an optional member': ['const f = (a) => a?.b;', /\?\./],
  'an optional call': ['const f = (a) => a?.();', /\?\./],
  'an exponent': ['const f = (a) => a ** 2;', /\*\*/],
  'an assigned exponent': ['function f(a) { a **= 2; return a; }', /\*\*=/],
  'a logical assignment': ['function f(a) { a ??= 2; return a; }', /\?\?=/],
  'object destructuring': ['function f(a) { const { b } = a; return b; }', /destructuring/],
  'array destructuring': ['function f(a) { const [b] = a; return b; }', /destructuring/],
  'a destructured parameter': ['function f({ a }) { return a; }', /destructuring/],
  'a spread call': ['const f = (a) => Math.max(...a);', /spread/],
  'a spread array': ['const f = (a) => [...a];', /spread/],
  'a spread object': ['const f = (a) => ({ ...a });', /spread/],
  'a rest parameter': ['function f(...a) { return a; }', /rest/],
  'a default parameter': ['function f(a = 1) { return a; }', /default parameter/],
  'a label': ['function f() { a: for (;;) break a; }', /label/],
  'a computed key': ['const f = (a) => ({ [a]: 1 });', /computed/],
  'a computed method': ['class A { [`m`]() {} }', /computed/],
  'an extended Error': ['class A extends Error {}', /Error/],
  'a class field without a value': ['class A { a; }', /value/],
  'a static block': ['class A { static {} }', /static/],
  'a class in a block': ['function f() { const A = 1; if (A) { class A {} } }', /block/],
  'super over three levels': [
    'class A { m() {} } class B extends A { m() { super.m(); } } class C extends B { m() { super.m(); } }',
    /three levels/,
  ],
  'an early default': ['function f(a) { switch (a) { default: return 1; case 2: return 2; } }', /default/],
  'an array emptied by its length': ['function f(a) { a.length = 0; }', /length/],
  'clearing nothing': ['clearTimeout(undefined);', /cleared/],
  'clearing void': ['clearInterval(void 0);', /cleared/],
  'clearing everything': ['clearTimeout();', /cleared/],
  'a regular expression': ['const f = (a) => /a/.test(a);', /regular/],
  'a RegExp': ['const f = () => new RegExp("a");', /RegExp/],
  'a BigInt': ['const a = 1n;', /BigInt/],
  'a tagged template': ['function f(a) { return a`b`; }', /tagged/],
  'new.target': ['function F() { return new.target; }', /new\.target/],
  'an export': ['export const a = 1;', /export/],
  'a return without semicolon at the end': ['function f(a) { if (a) return 1; return }', /semicolon/],
  'a function before its definition': ['f(); function f() {}', /before its definition/],
  'a function that needs a later one': ['function g() { return h(); } const a = g(); function h() {}', /before its definition/],
  'a nested function before its definition': ['function f() { g(); function g() {} }', /before its definition/],
  'a variable before its declaration': ['function f() { a = 1; var a; return a; }', /global/],
  'a loop variable kept by a function': ['function f(a) { for (let i = 0; i < 3; i += 1) a.push(() => i); }', /rounds/],
  'an element kept by a function': ['function f(a, b) { for (const c of a) b.push(() => c); }', /rounds/],
  'Map': ['const a = new Map();', /Map/],
  'Set': ['const a = new Set();', /Set/],
  'Symbol': ['const a = Symbol("a");', /Symbol/],
  'Proxy': ['const f = (a) => new Proxy(a, {});', /Proxy/],
  'TextEncoder': ['const a = new TextEncoder();', /TextEncoder/],
  'queueMicrotask': ['queueMicrotask(() => 1);', /queueMicrotask/],
  'structuredClone': ['const f = (a) => structuredClone(a);', /structuredClone/],
  'Object.freeze': ['const a = Object.freeze({});', /Object\.freeze/],
  'Array.from': ['const f = (a) => Array.from(a);', /Array\.from/],
  'ArrayBuffer.isView': ['const f = (a) => ArrayBuffer.isView(a);', /isView/],
  'Number.isInteger': ['const f = (a) => Number.isInteger(a);', /isInteger/],
  'Math.trunc': ['const f = (a) => Math.trunc(a);', /trunc/],
  'copyWithin': ['const f = (a) => a.copyWithin(0, 1);', /copyWithin/],
  'codePointAt': ['const f = (a) => a.codePointAt(0);', /codePointAt/],
  'at': ['const f = (a) => a.at(-1);', /`at`/],
  'finally of a promise': ['const f = (a) => a.finally(() => 1);', /finally/],
  'Node': ['const a = Buffer.alloc(1);', /Buffer/],
};

for (const [name, [code, reason]] of Object.entries(REFUSED)) {
  test(`refused: ${name}`, (t) => {
    const problems = espruinoProblems(code);
    t.true(problems.some((problem) => reason.test(problem)), problems.join('\n'));
  });
}

/** What looks like it, and is fine. */
const ACCEPTED: Readonly<Record<string, string>> = {
  'a class with what Espruino knows': `
    class A {
      constructor() { this.length = 0; this.a = 1; }
      get b() { return this.a ?? 2; }
      static c() { return \`\${1 + 1}\`; }
    }
    class B extends A { m() { try { return new A().b; } catch { return undefined; } finally { this.a = 2; } } }`,
  'super over two levels': 'class A { m() {} } class B extends A { m() { super.m(); } }',
  'a polyfill': `
    const prototype = Uint8Array.prototype;
    if (prototype.copyWithin === undefined) prototype.copyWithin = function (a, b) { this.set(this.subarray(b), a); };
    const f = (a) => a.copyWithin(0, 1);`,
  'a function that is called later': 'function f() { return g(); } function g() { return 1; } exports.f = f;',
  'a function behind its definition': 'function f() { return 1; } const a = f();',
  'a variable of a loop that nobody keeps': 'function f(a) { for (let i = 0; i < 3; i += 1) { const b = i; a.push(() => b); } }',
  'a variable that is kept behind its loop': 'function f(a) { let i = 0; for (; i < 3; i += 1) a(i); return () => i; }',
  'a last default': 'function f(a) { switch (a) { case 2: return 2; default: return 1; } }',
  'a return within a block': 'function f(a) { if (a) { return } return 1; }',
  'a closed return at the end': 'function f(a) { if (a) return 1; return; }',
  'a length of one\'s own': 'function f(a, n) { a.length = n; }',
  'what Espruino has': `
    setTimeout(() => print(getTime()), 10); const a = E.toUint8Array('abc'); a.set(a.subarray(1), 0); a.fill(0, 1, 2);
    exports.f = (uart) => uart.on('data', (b) => uart.write(Object.assign({}, b))); clearTimeout(1);`,
  'a local name like one that is missing': 'function f(Map) { return new Map(); }',
};

for (const [name, code] of Object.entries(ACCEPTED)) {
  test(`accepted: ${name}`, (t) => {
    t.deepEqual(espruinoProblems(code), []);
  });
}

test('the bundle is accepted', (t) => {
  t.deepEqual(espruinoProblems(readFileSync(new URL('dist/espruino/cellnode.js', ROOT), 'utf8')), []);
});
