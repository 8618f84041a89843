import { createContext, runInContext } from 'node:vm';
import test from 'ava';
import ts from 'typescript';
import { bundle } from './moddable-device.js';

/**
 * The SDK's linker takes out of the engine all functions whose name is no name in any module (`"strip": "*"`, as its manifests have it),
 * and a program that calls one of them ends with `dead strip`. A name that stands in a text is none: so no function of the engine is
 * looked up by one. That was met on the SDK itself, and by no engine of the tests, which have all functions.
 */
const BUNDLES = ['cellnode', 'main', 'cbor', 'senml', 'platform', 'digest', 'collect', 'memory', 'serial/linux', 'serial/pico', 'serial/esp32'];
/** Of XS alone. */
const OF_XS = ['bitLength', 'fromArrayBuffer', 'fromBigInt', 'fromString', 'idiv', 'idivmod', 'imod', 'imuldiv', 'irandom', 'irem', 'toArray'];
/** Texts that look nothing up: the name of a module is one of them. */
const WORDS: readonly string[] = ['test', 'debug', 'call'];

/** The names of all functions that the language has. */
function functionNames(): ReadonlySet<string> {
  const context = createContext({});
  const code = `Object.getOwnPropertyNames(globalThis).map((name) => globalThis[name]).filter((value) => value !== null && /object|function/.test(typeof value))
    .flatMap((value) => [value, value.prototype]).filter(Boolean)
    .flatMap((value) => Object.entries(Object.getOwnPropertyDescriptors(value))).filter(([, { value }]) => typeof value === 'function').map(([name]) => name)`;
  return new Set([...(runInContext(code, context) as string[]), ...OF_XS]);
}

/** Texts of a program that are functions' names, and no names in it. */
function namesInTexts(code: string, functions: ReadonlySet<string>): readonly string[] {
  const names = new Set<string>();
  const texts = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    if (ts.isStringLiteralLike(node)) texts.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('program.js', code, ts.ScriptTarget.ES2022));
  return [...texts].filter((text) => functions.has(text) && !names.has(text));
}

test('what is looked up by a text is seen', (t) => {
  t.deepEqual(namesInTexts("const f = (owner, name) => owner[name]; f(ArrayBuffer, 'fromString'); 'x'.trim();", functionNames()), ['fromString']);
});

for (const name of BUNDLES) {
  test(`${name} has the name of each function of the engine that it calls, so the SDK's linker leaves it in`, (t) => {
    t.deepEqual(namesInTexts(bundle(`moddable/${name}`), functionNames()).filter((text) => !WORDS.includes(text)), []);
  });
}
