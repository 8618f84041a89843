import type { HostMemory } from '../firmware/settings-toolkit.js';

/** Numbers of settings go up to here, and begin anew. */
const LARGEST_REVISION = 2147483647;
/** By how much a number rises at most. */
const LONGEST_STRIDE = 1048576;

/** SettingValues by the names of settings. */
export type SettingValues = Readonly<Record<string, unknown>>;

/** What is kept: the settings, and the number that they have. */
export interface Kept {
  readonly revision: number;
  readonly values: SettingValues;
}

/** What is kept in the memory; what is no such text, as where nothing was written, is none. */
export function keptIn(memory: HostMemory): Kept | undefined {
  const text = memory.read();
  if (typeof text !== 'string' || text === '') return undefined;
  const { revision, values } = (JSON.parse(text) ?? {}) as { readonly revision?: unknown; readonly values?: SettingValues | null };
  return typeof revision === 'number' && typeof values === 'object' && values !== null ? { revision, values } : undefined;
}

/**
 * The first number is drawn by chance, and each one that follows is larger: a command that was made for another number, of this node
 * or of any other, is for settings that there are no more.
 */
export function revisionAfter(revision: number, random: () => number): number {
  if (revision === 0) return 1 + Math.floor(random() * (LARGEST_REVISION - 1));
  return ((revision + Math.floor(random() * LONGEST_STRIDE)) % LARGEST_REVISION) + 1;
}

/** Those of `values` in the place of those in `before`; within an object, property by property. */
export function merged(before: SettingValues, values: SettingValues): SettingValues {
  const result: Record<string, unknown> = { ...before };
  const names = Object.keys(values);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index];
    const value = values[name];
    result[name] = isObject(value) && isObject(before[name]) ? { ...before[name], ...value } : value;
  }
  return result;
}

/** Without the names. */
export function without(values: SettingValues, left: readonly string[]): SettingValues {
  const result: Record<string, unknown> = {};
  const names = Object.keys(values);
  for (let index = 0; index < names.length; index += 1) if (left.indexOf(names[index]) < 0) result[names[index]] = values[names[index]];
  return result;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
