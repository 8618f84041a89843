import { writeFields } from '../../../modules/at/command-writer.js';
import type { AnyValues, Field } from '../../../modules/at/field.js';
import { utf8Bytes } from '../../../modules/at/utf8.js';
import { joined } from './byte-text.js';

export interface Spacing {
  readonly blankAfterColon: boolean;
  readonly blankAfterComma: boolean;
}

/**
 * `<prefix>: <fields>`, or the fields alone where there is no prefix; the text between the line's ends. Absent values at the
 * end are left out, absent ones before leave their comma.
 */
export function formatLine(
  prefix: string | undefined,
  fields: readonly Field[],
  values: AnyValues,
  spacing: Spacing,
): Uint8Array {
  const colon = prefix === undefined ? '' : `${prefix}:${spacing.blankAfterColon ? ' ' : ''}`;
  const comma = utf8Bytes(spacing.blankAfterComma ? ', ' : ',');
  const parts: Uint8Array[] = [utf8Bytes(colon)];
  let count = values.length;
  while (count > 0 && values[count - 1] === undefined) count -= 1;
  for (let index = 0; index < count; index += 1) {
    if (index > 0) parts.push(comma);
    parts.push(formatField(fields[index], values[index]));
  }
  return joined(...parts);
}

function formatField(field: Field, value: AnyValues[number]): Uint8Array {
  let target = new Uint8Array(64);
  for (;;) {
    const length = writeFields([field], [value], target, 0);
    if (length <= target.length) return target.subarray(0, length);
    target = new Uint8Array(length);
  }
}
