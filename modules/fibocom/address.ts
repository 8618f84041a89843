import type { FieldReader } from '../at/line/field-reader.js';

/**
 * The address in a `+MIPCALL` line of any of its shapes (`<ip>`, `1,<ip>`, `<ip4>,<ip6>`, `0`, `0,0.0.0.0,…`), or
 * `undefined` where the line says that there is none. `0.0.0.0` and `::` are no addresses, however long they are written.
 */
export function addressIn(fields: FieldReader): string | undefined {
  for (let index = 0; index < fields.count; index += 1) {
    const text = fields.textAt(index);
    if ((text.indexOf('.') > 0 || text.indexOf(':') >= 0) && !isNothing(text)) return text;
  }
  return undefined;
}

/** Zeros and what separates them. */
function isNothing(address: string): boolean {
  for (let index = 0; index < address.length; index += 1) {
    const character = address.charAt(index);
    if (character !== '0' && character !== '.' && character !== ':') return false;
  }
  return true;
}
