import type { FieldReader } from '../../../modules/at/field-reader.js';
import type { Field } from '../../../modules/at/field.js';

/** Whether texts are as long, and as listed, as their fields say; integers the reader has judged. */
export function fitsTextBounds(fields: readonly Field[], values: FieldReader): boolean {
  return fields.every((field, index) => {
    if (field.kind !== 'quoted' || !values.has(field.name)) return true;
    const length = values.byteLengthAt(index);
    const isListed = field.oneOf === undefined || field.oneOf.includes(values.textAt(index));
    return isListed && length >= field.minimum && length <= field.maximum;
  });
}
