import type { FieldReader } from '../at/field-reader.js';

/**
 * The address in a `+MIPCALL` line of any of its shapes (`<ip>`, `1,<ip>`, `<ip4>,<ip6>`, `0`, `0,0.0.0.0,…`), or
 * `undefined` where the line says that there is none. `0.0.0.0` and `::` are no addresses.
 */
export function addressIn(fields: FieldReader): string | undefined {
  for (let index = 0; index < fields.count; index += 1) {
    const text = fields.textAt(index);
    const isAddress = text.indexOf('.') > 0 || text.indexOf(':') >= 0;
    if (isAddress && text !== '0.0.0.0' && text !== '::' && text !== '0:0:0:0:0:0:0:0') return text;
  }
  return undefined;
}
