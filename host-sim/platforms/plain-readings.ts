import { isDate } from './platform-gate.js';

/** Readings as a plain node sends them, alone or in batches: each value by its flat name. */
export function takeReadings(content: unknown, arrive: (name: string, value: unknown, time: number | undefined) => void): void {
  for (const reading of Array.isArray(content) ? (content as unknown[]) : [content]) {
    const { sensor, sample, time } = reading as { readonly sensor?: string; readonly sample?: unknown; readonly time?: unknown };
    if (sensor !== undefined) flatten(sensor, sample, (name, value) => arrive(name, value, isDate(time) ? time : undefined));
  }
}

function flatten(name: string, value: unknown, tell: (name: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return tell(name, value);
  for (const [part, inner] of Object.entries(value)) flatten(`${name}_${part}`, inner, tell);
}
