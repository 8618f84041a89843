const LONGEST = 2000;

/** A value as a failure shows it. */
export function shown(value: unknown): string {
  const text = render(value, 0);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function render(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Object.is(value, -0)) return '-0';
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > 4) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => render(item, depth + 1)).join(', ')}]`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} [${Array.from(value as Uint8Array).join(' ')}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${render(field, depth + 1)}`);
  return `{ ${fields.join(', ')} }`;
}
