import { isDate } from './platform-gate.js';

/** Types of a product's properties by their identifiers. */
export type ThingModel = Readonly<Record<string, 'int' | 'float' | 'double' | 'bool' | 'text' | 'struct'>>;

export interface ThingModelRules {
  /** UTC of the server in milliseconds. */
  readonly utc: number;
  /** Milliseconds that a date may be ahead. */
  readonly ahead?: number;
  /** Whether a bool is 0 or 1, not false or true. */
  readonly boolsAreNumbers?: boolean;
}

/** Why the platform does not take this value of this property. */
export function problemWithValue(
  model: ThingModel,
  name: string,
  value: unknown,
  time: unknown,
  { utc, ahead = Infinity, boolsAreNumbers = false }: ThingModelRules,
): string | undefined {
  const type = model[name] as ThingModel[string] | undefined;
  if (type === undefined) return `the thing model has no ${name}`;
  if (time !== undefined && (!isDate(time) || time > utc + ahead)) return `the time of ${name} is none, or too far ahead`;
  if (type === 'text') return typeof value === 'string' ? undefined : `${name} is no text`;
  if (type === 'struct') return typeof value === 'object' && value !== null ? undefined : `${name} is no object`;
  if (type === 'bool' && !boolsAreNumbers) return typeof value === 'boolean' ? undefined : `${name} is neither true nor false`;
  if (typeof value !== 'number') return `${name} is no number`;
  if (type === 'bool') return value === 0 || value === 1 ? undefined : `${name} is neither 0 nor 1`;
  return type === 'int' && !Number.isInteger(value) ? `${name} is no whole number` : undefined;
}

/** The properties that an object is; none where it is no object. */
export function entriesIn(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** A property that is an object with its value, and maybe its date. */
export function wrappedIn(value: unknown): { readonly value: unknown; readonly time: unknown } | undefined {
  if (typeof value !== 'object' || value === null || !('value' in value)) return undefined;
  return { value: value.value, time: 'time' in value ? value.time : undefined };
}
