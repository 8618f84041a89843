/** Whether two values are the same all the way down: of one type, with equal own enumerable properties and entries. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || kindOf(one) !== kindOf(other)) return false;
  if (one instanceof Date) return one.getTime() === (other as Date).getTime();
  if (one instanceof Error && one.message !== (other as Error).message) return false;
  if (one instanceof Map || one instanceof Set) return isEqual([...one], [...(other as Map<unknown, unknown> | Set<unknown>)]);
  const keys = Reflect.ownKeys(one).filter((key) => isEnumerable(one, key));
  if (keys.length !== Reflect.ownKeys(other).filter((key) => isEnumerable(other, key)).length) return false;
  return keys.every((key) => isEnumerable(other, key) && isEqual(Reflect.get(one, key), Reflect.get(other, key)));
}

/** What of `actual` the selector of ava's `t.like` asks for, in the selector's shape. */
export function selected(actual: unknown, selector: object): unknown {
  if (!isObject(actual)) return actual;
  const chosen: object = Array.isArray(selector) ? [] : {};
  for (const key of Reflect.ownKeys(selector)) {
    const part: unknown = Reflect.get(selector, key);
    const value: unknown = Reflect.get(actual, key);
    Reflect.set(chosen, key, isSelector(part) ? selected(value, part) : value);
  }
  return chosen;
}

function isSelector(value: unknown): value is object {
  if (!isObject(value) || Reflect.ownKeys(value).length === 0) return false;
  return Array.isArray(value) || Reflect.getPrototypeOf(value) === Object.prototype;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isEnumerable(object: object, key: PropertyKey): boolean {
  return Object.prototype.propertyIsEnumerable.call(object, key);
}

function kindOf(object: object): string {
  const { constructor } = object as { constructor?: { name: string } };
  return `${Object.prototype.toString.call(object)} ${constructor?.name}`;
}
