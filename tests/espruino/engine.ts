import type { Alarm, Time } from '../../modules/ports/time.js';
import { builtIns, bundle, newRealm, type Realm } from './realm.js';

/** The shortest that Espruino's timers are, in milliseconds: a callback never comes from inside the call. */
const SHORTEST_TIMEOUT = 0.1;

type Listener = (...values: unknown[]) => void;

/** An object inside the engine, with what every object has there. */
export interface EngineObject {
  on(event: string, listener: Listener): void;
  emit(event: string, ...values: unknown[]): void;
  removeListener(event: string, listener: Listener): void;
}

/**
 * A JavaScript engine with nothing but what Espruino 2v29 documents: globals, their members and methods that it lacks are
 * taken away. What it has of its own stands in: `E`, `getTime`, timers, listeners on every object.
 */
export class EspruinoEngine {
  /** Seconds that `setTime` has put the clock forward by. */
  clockStep = 0;
  readonly #time: Time;
  readonly #code: string;
  readonly #realm = newRealm();
  /** Kept before it is taken away. */
  readonly #evaluate = this.#realm.eval;
  readonly #timeouts: Alarm[] = [];
  /** Besides cellnode itself. */
  readonly #modules = new Map<string, unknown>();
  readonly #listeners = new WeakMap<object, Map<string, Listener[]>>();

  /** `code` takes the place of the built bundle. */
  constructor(time: Time, code = bundle) {
    this.#time = time;
    this.#code = code;
    takeAway(this.#realm);
    shareKinds(this.#realm);
    this.#provideGlobals();
    this.#provideListeners();
  }

  /** Lets arrays from in there do all that those of the tests can. */
  lendArrayMethods(): void {
    const arraysOf = (bytes: Uint8ArrayConstructor): object => Object.getPrototypeOf(bytes.prototype) as object;
    Object.setPrototypeOf(this.#realm.Array.prototype, Array.prototype);
    Object.setPrototypeOf(arraysOf(this.#realm.Uint8Array), arraysOf(Uint8Array));
  }

  /** Makes globals of the object's properties. */
  provide(globals: object): void {
    Object.assign(this.#realm, globals);
  }

  /** Runs a program as Espruino would from Storage. */
  run(program: string): void {
    this.provide({
      require: (name: string) => this.#modules.get(name) ?? this.require(),
      setInterval: (callback: Listener, milliseconds: number) => this.#setInterval(callback, milliseconds),
    });
    this.#evaluate(program);
  }

  /** What `require('cellnode')` gives. */
  require(): unknown {
    return this.#load(this.#code);
  }

  /** Gives `require(name)` what `code` exports. */
  store(name: string, code: string): void {
    this.#modules.set(name, this.#load(code));
  }

  /** Gives `require(name)` what the firmware has built in. */
  buildIn(name: string, library: object): void {
    this.#modules.set(name, library);
  }

  #load(code: string): unknown {
    const load = this.#evaluate(`(function () { var exports = {}; ${code}\nreturn exports; })`) as () => unknown;
    return load();
  }

  /** The bytes as an array of the engine's own. */
  bytes(values: ArrayLike<number>): Uint8Array {
    const bytes = new this.#realm.Uint8Array(values.length);
    bytes.set(values);
    return bytes;
  }

  /** An object of the engine's own, which can have listeners. */
  object(properties: object): EngineObject {
    return Object.assign(this.#evaluate('({})') as EngineObject, properties);
  }

  listenersOf(object: object, event: string): Listener[] {
    const all = this.#listeners.get(object) ?? new Map<string, Listener[]>();
    this.#listeners.set(object, all.set(event, all.get(event) ?? []));
    return all.get(event) ?? [];
  }

  setTimeout(callback: Listener, milliseconds: number, ...values: unknown[]): number {
    const alarm = this.#time.alarm(() => callback(...values));
    alarm.arm(Math.max(milliseconds, SHORTEST_TIMEOUT));
    return this.#timeouts.push(alarm);
  }

  #setInterval(callback: Listener, milliseconds: number): void {
    this.setTimeout(() => {
      this.#setInterval(callback, milliseconds);
      callback();
    }, milliseconds);
  }

  #clearTimeout(timeout: unknown): void {
    if (typeof timeout !== 'number') throw new Error('clearTimeout(undefined) not allowed. Use clearTimeout() instead');
    this.#timeouts[timeout - 1].disarm();
  }

  #bytesOf(part: string | ArrayBuffer): Buffer {
    return typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(new this.#realm.Uint8Array(part));
  }

  #provideGlobals(): void {
    Object.assign(this.#realm, {
      getTime: () => this.#time.now() / 1000 + this.clockStep,
      setTimeout: (...values: Parameters<EspruinoEngine['setTimeout']>) => this.setTimeout(...values),
      clearTimeout: (timeout: unknown) => this.#clearTimeout(timeout),
      E: {
        toUint8Array: (...parts: (string | ArrayBuffer)[]) => this.bytes(Buffer.concat(parts.map((part) => this.#bytesOf(part)))),
        toString: (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1'),
      },
    });
  }

  #provideListeners(): void {
    const listenersOf = (object: object, event: string): Listener[] => this.listenersOf(object, event);
    const later = (callback: () => void): number => this.setTimeout(callback, 0);
    const methods: Record<string, (this: object, event: string, ...values: never[]) => void> = {
      on(event, listener) {
        listenersOf(this, event).push(listener);
      },
      emit(event, ...values) {
        for (const listener of listenersOf(this, event)) later(() => listener.apply(this, values));
      },
      removeListener(event, listener) {
        const listeners = listenersOf(this, event);
        if (listeners.includes(listener)) listeners.splice(listeners.indexOf(listener), 1);
      },
    };
    for (const [name, value] of Object.entries(methods)) {
      Object.defineProperty(this.#realm.Object.prototype, name, { value, writable: true, configurable: true });
    }
  }
}

/** Errors and buffers from in there are such to the tests, and buffers and bytes of the tests are such in there. */
function shareKinds(realm: Realm): void {
  Object.setPrototypeOf(realm.Error.prototype, Error.prototype);
  Object.setPrototypeOf(realm.ArrayBuffer.prototype, ArrayBuffer.prototype);
  for (const [kind, ours] of [[realm.ArrayBuffer, ArrayBuffer], [realm.Uint8Array, Uint8Array]] as const) {
    const { prototype } = kind;
    Object.defineProperty(kind, Symbol.hasInstance, {
      value: (value: object) => Object.prototype.isPrototypeOf.call(prototype, value) || value instanceof ours,
    });
  }
}

function takeAway(realm: Realm): void {
  const prototypes: object[] = [Object.getPrototypeOf(realm.Uint8Array.prototype) as object];
  for (const name of Object.getOwnPropertyNames(realm)) {
    const value = realm[name];
    if (!builtIns.GLOBALS.has(name)) {
      Reflect.deleteProperty(realm, name);
    } else if (typeof value === 'function' || (typeof value === 'object' && value !== null)) {
      for (const key of Reflect.ownKeys(value)) {
        if (key !== 'name' && !builtIns.STATIC_MEMBERS.has(`${name}.${String(key)}`)) Reflect.deleteProperty(value, key);
      }
      if ('prototype' in value) prototypes.push(value.prototype as object);
    }
  }
  for (const prototype of prototypes) {
    for (const key of Reflect.ownKeys(prototype)) {
      const isAccessor = Reflect.getOwnPropertyDescriptor(prototype, key)?.get !== undefined;
      // What has a symbol for a name the bundle cannot reach; the tests iterate over its arrays.
      const isKept = typeof key === 'symbol' || isAccessor || key === 'constructor' || builtIns.METHODS.has(key);
      if (!isKept) Reflect.deleteProperty(prototype, key);
    }
  }
}
