import { writeFields } from '../../../modules/at/command-writer.js';
import type { AnyValues, Field } from '../../../modules/at/field.js';
import { BLANK, COLON, COMMA } from '../../../modules/base/ascii.js';
import { utf8Write } from '../../../modules/base/utf8.js';

/** Bytes of a longer line than most, and the most that V8 keeps in its own heap, where an array costs a tenth. */
const USUAL_LENGTH = 64;

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
  let count = values.length;
  while (count > 0 && values[count - 1] === undefined) count -= 1;
  let target = new Uint8Array(USUAL_LENGTH);
  for (;;) {
    const length = write(prefix, fields, values, count, spacing, target);
    if (length <= target.length) return target.slice(0, length);
    target = new Uint8Array(length);
  }
}

/** The length that it takes; what does not fit is not stored. */
function write(
  prefix: string | undefined,
  fields: readonly Field[],
  values: AnyValues,
  count: number,
  spacing: Spacing,
  target: Uint8Array,
): number {
  let end = 0;
  if (prefix !== undefined) {
    end = utf8Write(prefix, target, end);
    target[end++] = COLON;
    if (spacing.blankAfterColon) target[end++] = BLANK;
  }
  if (!spacing.blankAfterComma) return writeFields(fields, values, target, end);
  for (let index = 0; index < count; index += 1) {
    if (index > 0) {
      target[end++] = COMMA;
      target[end++] = BLANK;
    }
    end = writeFields([fields[index]], [values[index]], target, end);
  }
  return end;
}
