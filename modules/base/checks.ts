import { invalidArgument } from './errors.js';

/**
 * Throws `invalid-argument` for what is no object, and for a property that is none of `known`: a misspelt option must not pass
 * for one that was left out. Not for constructors of ECMA-419 classes, which ignore what they do not know (§8).
 */
export function refuseUnknownOptions(options: object, known: readonly string[], prefix: string, source: string): void {
  checkObject(prefix === '' ? 'options' : prefix.substring(0, prefix.length - 1), options, source);
  const names = Object.keys(options);
  for (let index = 0; index < names.length; index += 1) {
    if (known.indexOf(names[index]) >= 0) continue;
    throw invalidArgument(prefix + names[index], `is no option; ${known.join(', ')} are`, source);
  }
}

/** Throws `invalid-argument` for what is no object. */
export function checkObject(argument: string, value: unknown, source: string): void {
  if (typeof value !== 'object' || value === null) throw invalidArgument(argument, 'must be an object', source);
}

/** Throws `invalid-argument` for what is no object with these methods; `example` says what is wanted. */
export function checkMethods(argument: string, value: unknown, methods: readonly string[], example: string, source: string): void {
  const owner = value as Readonly<Record<string, unknown>> | null | undefined;
  for (let index = 0; index < methods.length; index += 1) {
    if (typeof owner?.[methods[index]] !== 'function') throw invalidArgument(argument, `must be ${example}`, source);
  }
}

/** Throws `invalid-argument` for a callback that is none; ECMA-419's default is null (Annex A, Base Class Pattern). */
export function checkCallback(argument: string, value: unknown, source: string): void {
  if (value !== undefined && value !== null && typeof value !== 'function') {
    throw invalidArgument(argument, 'must be a function', source);
  }
}

/** Throws `invalid-argument` for what is no number within its bounds: a text of digits is a mistake, and NaN is one. */
export function checkNumber(argument: string, value: unknown, minimum: number, maximum: number, source: string, unit = ''): void {
  if (typeof value === 'number' && value >= minimum && value <= maximum) return;
  throw invalidArgument(argument, `must be ${minimum} to ${maximum}${unit}`, source);
}

/** Throws `invalid-argument` for what is no whole number within its bounds. */
export function checkWholeNumber(argument: string, value: unknown, minimum: number, maximum: number, source: string): void {
  const isWhole = typeof value === 'number' && value >= minimum && value <= maximum && value === Math.floor(value);
  if (!isWhole) throw invalidArgument(argument, `must be a whole number from ${minimum} to ${maximum}`, source);
}

/** Throws `invalid-argument` for what is none of two or more numbers or words: a level, a QoS, a policy. */
export function checkChoice(argument: string, value: unknown, choices: readonly (number | string)[], source: string): void {
  const last = choices.length - 1;
  for (let index = 0; index <= last; index += 1) if (value === choices[index]) return;
  throw invalidArgument(argument, `must be ${choices.slice(0, last).join(', ')} or ${choices[last]}`, source);
}

/** Throws `invalid-argument` for what is no boolean: a text that says `false` would pass for true. */
export function checkBoolean(argument: string, value: unknown, source: string): void {
  if (typeof value !== 'boolean') throw invalidArgument(argument, 'must be true or false', source);
}

/** Throws `invalid-argument` for what is no string. */
export function checkString(argument: string, value: unknown, source: string): void {
  if (typeof value !== 'string') throw invalidArgument(argument, 'must be a string', source);
}

/** Throws `invalid-argument` for what is no array. */
export function checkArray(argument: string, value: unknown, source: string): void {
  if (!Array.isArray(value)) throw invalidArgument(argument, 'must be an array', source);
}

/** Throws `invalid-argument` for what is no `HostMemory`; there may be none. */
export function checkHostMemory(argument: string, memory: unknown, source: string): void {
  if (memory !== undefined) checkMethods(argument, memory, ['read', 'write'], '{ read(), write(text) }', source);
}

/** Throws `invalid-argument` for what is no Time. */
export function checkTime(value: unknown, source: string): void {
  checkMethods('time', value, ['now', 'alarm'], 'a Time: { now, alarm }', source);
}
