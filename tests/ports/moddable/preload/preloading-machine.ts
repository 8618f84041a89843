import vm from 'node:vm';
import { bufferOf, type Frozen, freeze } from './freezing.js';
import { moduleText } from './module-text.js';

type Exports = Record<string, unknown>;

/** What V8 gives each context and Moddable has not. */
const NOT_ON_MODDABLE = ['console', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'escape', 'unescape'];

/**
 * A JavaScript engine that treats modules as Moddable's linker does when it preloads them. They run once, as on the computer
 * that builds, with native modules out of reach. Then all that they have made is frozen, with the engine's own objects, as
 * flash is.
 *
 * It is stricter where a device would only pay: an array or object that is changed, which there costs RAM, fails here.
 */
export class PreloadingMachine {
  /** What a preloaded module must not hold. */
  readonly refusals: string[] = [];
  readonly #context = vm.createContext({});
  readonly #modules = new Map<string, Exports>();
  readonly #native = new WeakSet<object>();
  readonly #roots: Record<string, unknown> = {};
  #flash: Frozen | undefined = undefined;

  /** `native` are the modules that the device has, by their names. */
  constructor(native: Readonly<Record<string, Exports>>) {
    for (const name of NOT_ON_MODDABLE) vm.runInContext(`delete globalThis.${name}`, this.#context);
    for (const [name, exports] of Object.entries(native)) this.#modules.set(name, this.#guarded(name, exports));
  }

  /** A native function that is global on the device. */
  setGlobal(name: string, value: (...values: never[]) => unknown): void {
    this.#native.add(value);
    (this.#context as Exports)[name] = value;
  }

  preload(name: string, source: string): void {
    const text = moduleText(name, source);
    this.refusals.push(...text.refusals);
    const values = this.#evaluate(name, text.body);
    text.bindings.forEach((binding, index) => {
      this.#roots[`${name}: ${binding}`] = values[index];
    });
  }

  /** The program is on the device, and starts. */
  start(): void {
    this.#provideStringify();
    vm.compileFunction(PROTECT_BYTES, ['mustBeWritable'], { parsingContext: this.#context })((view: object) => this.#mustBeWritable(view));
    const engine = freeze({ intrinsics: this.evaluate(INTRINSICS) }, (value) => this.#native.has(value));
    const modules = freeze(this.#roots, (value) => this.#native.has(value) || engine.objects.has(value));
    // Of the engine's own objects nothing is refused: they are what they are.
    this.refusals.push(...modules.refusals);
    this.#flash = modules;
  }

  /** Runs a module that is not preloaded. */
  run(name: string, source: string): Exports {
    this.#evaluate(name, moduleText(name, source).body);
    return this.exports(name);
  }

  /** Throws when bytes were written that are in flash, by whatever way {@link #mustBeWritable} is not on. */
  assertUntouched(): void {
    const path = this.#flash?.writtenBytes();
    if (path !== undefined) throw new TypeError(`${path}: read only value`);
  }

  exports(name: string): Exports {
    const exports = this.#modules.get(name);
    if (exports === undefined) throw new Error(`there is no module ${name}`);
    return exports;
  }

  /** Evaluates in the engine's global scope. */
  evaluate(expression: string): unknown {
    return vm.runInContext(expression, this.#context);
  }

  /** Gives the values of the module's bindings. */
  #evaluate(name: string, body: string): unknown[] {
    const load = vm.compileFunction(body, ['exports', 'require', '__tell', '__writable'], { parsingContext: this.#context, filename: name });
    const exports = this.evaluate('({})') as Exports;
    let values: unknown[] = [];
    load(exports, (specifier: string) => this.exports(specifier), (told: unknown[]) => {
      values = told;
    }, (object: unknown) => (this.#mustBeWritable(object), object));
    this.#modules.set(name, exports);
    return values;
  }

  /** A native module cannot run on the computer that builds. What it exports is not touched by freezing. */
  #guarded(name: string, exports: Exports): Exports {
    const mustHaveStarted = (): void => {
      if (this.#flash === undefined) throw new Error(`native code of ${name} was called while it was preloaded`);
    };
    const guard = (value: unknown): unknown => {
      if (typeof value !== 'object' && typeof value !== 'function') return value;
      if (value === null) return value;
      const proxy = new Proxy(value, {
        apply: (target, self, values): unknown => (mustHaveStarted(), Reflect.apply(target as never, self, values)),
        construct: (target, values): object => (mustHaveStarted(), Reflect.construct(target as never, values) as object),
        get: (target, key): unknown => {
          if (Object.getOwnPropertyDescriptor(target, key)?.get !== undefined) mustHaveStarted();
          const part = Reflect.get(target, key) as unknown;
          return key === 'prototype' ? part : guard(part);
        },
      });
      this.#native.add(value).add(proxy);
      return proxy;
    };
    return guard(exports) as Exports;
  }

  /** As on XS, whether or not there is a place for what is written, and something to write. */
  #mustBeWritable(object: unknown): void {
    if (typeof object !== 'object' || object === null) return;
    if (this.#flash?.buffers.has(bufferOf(object)) === true) throw new TypeError('read-only buffer');
  }

  /** XS marks what it has seen in the objects themselves, to find cycles. */
  #provideStringify(): void {
    const isReadOnly = (value: unknown, seen = new Set<object>()): boolean => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return false;
      seen.add(value);
      return this.#flash?.objects.has(value) === true || Object.values(value).some((part) => isReadOnly(part, seen));
    };
    vm.compileFunction(STRINGIFY, ['isReadOnly'], { parsingContext: this.#context })((value: unknown) => isReadOnly(value));
  }
}

/** All that there is before a module runs, those prototypes too that no global leads to. */
const INTRINSICS = `[
  ...Object.getOwnPropertyNames(globalThis).map((name) => globalThis[name]),
  ...[[][Symbol.iterator](), ''[Symbol.iterator](), function* () {}].map((object) => Object.getPrototypeOf(object)),
].filter((value) => value !== globalThis)`;

const STRINGIFY = `
const { stringify } = JSON;
JSON.stringify = (value, replacer, space) => {
  if (isReadOnly(value)) throw new TypeError('read only value');
  return stringify(value, replacer, space);
};`;

const PROTECT_BYTES = `
const TypedArray = Object.getPrototypeOf(Uint8Array.prototype);
const protect = (prototype, name) => {
  const method = prototype[name];
  prototype[name] = { [name](...values) { mustBeWritable(this); return method.apply(this, values); } }[name];
};
for (const name of ['set', 'fill', 'copyWithin', 'sort', 'reverse']) protect(TypedArray, name);
for (const name of Object.getOwnPropertyNames(DataView.prototype)) if (name.startsWith('set')) protect(DataView.prototype, name);`;
