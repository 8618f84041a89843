import type { Field } from '../../modules/at/field.js';
import { meaning } from './meanings.js';
import type { Secrets } from './secrets.js';
import { latin1, preview } from './trace-text.js';

/** Longest text of a field that an explanation repeats in full. */
const TEXT_LIMIT = 48;

/** The fields of a line that was held against its row, as the driver's reader has them or the module's. */
export interface FieldValues {
  has(name: string): boolean;
  integerAt(index: number): number;
  byteLengthAt(index: number): number;
  copyAt(index: number, target: Uint8Array): void;
}

/** `slot=1 host="…" port=1883`: the fields of a matched line by their names. `name` is the command's or the URC's. */
export function namedFields(name: string, fields: readonly Field[], values: FieldValues, secrets: Secrets): string {
  return fields
    .map((field, index) => ({ field, index }))
    .filter(({ field }) => values.has(field.name))
    .map(({ field, index }) => `${field.name}=${shown(name, field, index, values, secrets)}`)
    .join(' ');
}

/** A field's bytes as they were meant, unescaped, one character each. */
export function fieldText(values: FieldValues, index: number): string {
  const bytes = new Uint8Array(values.byteLengthAt(index));
  values.copyAt(index, bytes);
  return latin1(bytes);
}

function shown(name: string, field: Field, index: number, values: FieldValues, secrets: Secrets): string {
  if (field.kind === 'integer') {
    const value = values.integerAt(index);
    const words = meaning(name, field.name, value);
    return words === undefined ? String(value) : `${value} (${words})`;
  }
  if (field.kind === 'quoted' && field.secret) return '•••';
  const text = preview(secrets.hide(fieldText(values, index)), TEXT_LIMIT);
  return field.kind === 'word' ? text : `"${text}"`;
}
