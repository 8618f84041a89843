import { types } from 'node:util';

/** What of a module or an engine is in flash. */
export interface Frozen {
  readonly objects: WeakSet<object>;
  /** The memory of the bytes that are there, whatever views there may be of it. */
  readonly buffers: WeakSet<object>;
  /** What cannot be there in working order, by the path on which it was found. */
  readonly refusals: readonly string[];
  /** Of the bytes that are there the first path that was written since; an engine cannot freeze them. */
  writtenBytes(): string | undefined;
}

/**
 * Freezes all that can be reached from `roots`, by name. Functions, classes, plain objects and arrays are what they seem when
 * they are frozen, and bytes as long as nobody writes them. Others are not: what a Map or a Date holds, and an instance's
 * private fields, are not properties. `isForeign` says what is not the module's own.
 */
export function freeze(roots: Readonly<Record<string, unknown>>, isForeign: (value: object) => boolean): Frozen {
  const objects = new WeakSet<object>();
  const memories = new WeakSet<object>();
  const refusals: string[] = [];
  const buffers: { path: string; now: Buffer; then: Buffer }[] = [];
  const waiting = Object.entries(roots).map(([path, value]) => ({ path, value }));
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    const { path, value } = entry;
    if (!isObject(value) || objects.has(value) || isForeign(value)) continue;
    objects.add(value);
    const bytes = bytesOf(value);
    const kind = stateOf(value);
    if (bytes !== undefined) {
      memories.add(bufferOf(value));
      buffers.push({ path, now: bytes, then: Buffer.from(bytes) });
    } else if (kind !== undefined) {
      refusals.push(`${path}: ${kind}`);
    } else {
      Object.freeze(value);
      for (const next of reachable(value)) waiting.push({ path: `${path}.${next.name}`, value: next.value });
    }
  }
  return { objects, buffers: memories, refusals, writtenBytes: () => buffers.find(({ now, then }) => !now.equals(then))?.path };
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function reachable(object: object): { name: string; value: unknown }[] {
  const properties = Reflect.ownKeys(object).flatMap((key) => {
    const { value, get, set } = Object.getOwnPropertyDescriptor(object, key) ?? {};
    return [value, get, set].map((part: unknown) => ({ name: String(key), value: part }));
  });
  return [...properties, { name: '__proto__', value: Object.getPrototypeOf(object) as unknown }];
}

/** The bytes themselves, not a copy. */
function bytesOf(value: object): Buffer | undefined {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return types.isAnyArrayBuffer(value) ? Buffer.from(value) : undefined;
}

/** Of a view or a buffer. */
export function bufferOf(value: object): object {
  return ArrayBuffer.isView(value) ? value.buffer : value;
}

/** The kind of an object that holds more than its properties. */
function stateOf(value: object): string | undefined {
  if (typeof value === 'function' || Array.isArray(value) || isPrototype(value)) return undefined;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined;
  return `an instance of ${(value.constructor as { name?: string } | undefined)?.name ?? 'a class'}`;
}

function isPrototype(value: object): boolean {
  const constructor = Object.getOwnPropertyDescriptor(value, 'constructor')?.value as { prototype?: unknown } | undefined;
  return constructor?.prototype === value;
}
