import type { Command } from '../../../modules/at/command.js';
import type { Field } from '../../../modules/at/field.js';

/** `+MQTTSUB: (1-2),<topic>,(0-2)`: ranges as V.250 §5.7.3 has them, free text by its name. */
export function testLine(row: Command): string {
  return `${row.name}: ${row.arguments.map(range).join(',')}`;
}

function range(field: Field): string {
  if (field.kind === 'quoted' && field.oneOf !== undefined) return `(${field.oneOf.map((text) => `"${text}"`).join(',')})`;
  if (field.kind !== 'integer') return `<${field.name}>`;
  return field.minimum === field.maximum ? `(${field.minimum})` : `(${field.minimum}-${field.maximum})`;
}
