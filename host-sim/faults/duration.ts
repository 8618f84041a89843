import { FaultError } from './fault-error.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of `500ms`, `30s`, `10m`, `2h`, `1d`.
 *
 * @throws FaultError `bad-schedule` for anything else.
 */
export function milliseconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim());
  if (match === null) {
    throw new FaultError('bad-schedule', `no duration: ${JSON.stringify(text)}; write 500ms, 30s, 10m, 2h or 1d`);
  }
  return Number(match[1]) * UNITS[match[2]];
}
