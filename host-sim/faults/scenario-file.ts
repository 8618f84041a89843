import { milliseconds } from './duration.js';
import { FaultError } from './fault-error.js';
import { faultRate, type FaultRate } from './fault-mix.js';
import type { FaultOptions } from './fault-options.js';
import type { FaultPlan } from './fault-schedule.js';
import { after, every, type FaultMoment, parseFault, scheduled, type ScheduledFault } from './scheduled-fault.js';

/**
 * Reads a scenario file:
 *
 * ```json
 * {
 *   "seed": 7,
 *   "faults": [
 *     "prompt-stuck@30s",
 *     { "fault": "latency", "options": { "delay": 500 }, "at": "5m", "for": "1m" },
 *     { "fault": "reboot", "every": "1h" },
 *     { "fault": "brown-out", "after": "AT+MQTTPUB" }
 *   ],
 *   "mix": { "connection-dead": 4, "packet-loss": { "perDay": 6, "for": ["1m", "10m"], "options": { "rate": 0.3 } } }
 * }
 * ```
 *
 * @throws FaultError that says where the text is wrong.
 */
export function parseScenario(text: string): FaultPlan {
  const file = objectFrom(json(text), 'the scenario');
  refuseOthers(file, ['seed', 'faults', 'mix'], 'the scenario');
  const { seed, faults = [], mix = {} } = file;
  if (seed !== undefined && !Number.isInteger(seed)) throw wrong('seed', 'a whole number');
  if (!Array.isArray(faults)) throw wrong('faults', 'a list');
  return {
    seed: seed === undefined ? undefined : Number(seed),
    faults: faults.map((entry, index) => located(`faults[${index}]`, () => faultFrom(entry, `faults[${index}]`))),
    mix: Object.entries(objectFrom(mix, 'mix')).map(([name, rate]) => located(`mix.${name}`, () => rateFrom(name, rate))),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FaultError('bad-schedule', `the scenario is no JSON${placeOf(text, error)}`);
  }
}

/** The parser's own words quote the text, and the wrong file may have been given: one that holds a secret. */
function placeOf(text: string, error: unknown): string {
  const told = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  const place = told === undefined ? firstWrong(text) : Number(told);
  const before = text.slice(0, place).split('\n');
  return place === text.length ? ': it ends too early' : `: line ${before.length}, character ${(before.at(-1) ?? '').length + 1}`;
}

/** The parser tells no place for each kind of error; the shortest beginning that no other end could mend is one. */
function firstWrong(text: string): number {
  for (let length = 1; length <= text.length; length += 1) {
    try {
      JSON.parse(text.slice(0, length));
    } catch (error) {
      if (error instanceof SyntaxError && error.message.startsWith('Unexpected token')) return length - 1;
    }
  }
  return text.length;
}

/** Errors of what a scenario is made of don't know where it stands. */
function located<T>(where: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FaultError && !error.message.startsWith(where)) throw new FaultError(error.code, `${where}: ${error.message}`);
    throw error;
  }
}

function faultFrom(entry: unknown, where: string): ScheduledFault {
  if (typeof entry === 'string') return parseFault(entry);
  const row = objectFrom(entry, where);
  refuseOthers(row, ['fault', 'options', 'at', 'every', 'after', 'for'], where);
  const name = textFrom(row.fault, `${where}.fault`);
  return scheduled(name, optionsFrom(row.options, where), momentFrom(row, where), optionalText(row.for, `${where}.for`));
}

function momentFrom(row: Readonly<Record<string, unknown>>, where: string): FaultMoment {
  const moments = ['at', 'every', 'after'].filter((word) => row[word] !== undefined);
  if (moments.length > 1) throw wrong(where, `one of at, every and after, not ${moments.join(' and ')}`);
  if (row.every !== undefined) return every(textFrom(row.every, `${where}.every`));
  if (row.after !== undefined) return after(textFrom(row.after, `${where}.after`));
  return { kind: 'at', delay: row.at === undefined ? 0 : milliseconds(textFrom(row.at, `${where}.at`)) };
}

function rateFrom(name: string, rate: unknown): FaultRate {
  if (typeof rate === 'number') return faultRate(name, rate);
  const where = `mix.${name}`;
  const row = objectFrom(rate, where);
  refuseOthers(row, ['perDay', 'for', 'options'], where);
  if (typeof row.perDay !== 'number') throw wrong(`${where}.perDay`, 'a number of times a day');
  return faultRate(name, row.perDay, durationFrom(row.for, `${where}.for`), optionsFrom(row.options, where));
}

function durationFrom(value: unknown, where: string): FaultRate['duration'] | undefined {
  if (value === undefined) return undefined;
  const bounds: readonly unknown[] = Array.isArray(value) ? value : [value];
  const [shortest, longest = shortest] = bounds.map((text) => milliseconds(textFrom(text, where)));
  return [shortest, longest];
}

function optionsFrom(value: unknown, where: string): FaultOptions {
  const options = objectFrom(value ?? {}, `${where}.options`);
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      if (typeof option !== 'number' && typeof option !== 'string') throw wrong(`${where}.options.${name}`, 'a number or a text');
      return [name, option];
    }),
  );
}

function objectFrom(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrong(where, 'an object');
}

function textFrom(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw wrong(where, 'a text');
}

function optionalText(value: unknown, where: string): string | undefined {
  return value === undefined ? undefined : textFrom(value, where);
}

function refuseOthers(row: Readonly<Record<string, unknown>>, known: readonly string[], where: string): void {
  const other = Object.keys(row).find((name) => !known.includes(name));
  if (other === undefined) return;
  throw new FaultError('bad-schedule', `${where} has no ${JSON.stringify(other)}; it takes ${known.join(', ')}`);
}

function wrong(where: string, expected: string): FaultError {
  return new FaultError('bad-schedule', `${where}: must be ${expected}`);
}
