import { milliseconds } from './duration.js';
import { faultNamed } from './fault-catalogue.js';
import { FaultError } from './fault-error.js';
import { type FaultOptions, FaultValues } from './fault-options.js';

/** When a fault happens; times in milliseconds from the start of the schedule. */
export type FaultMoment =
  | { readonly kind: 'at'; readonly delay: number }
  | { readonly kind: 'every'; readonly interval: number }
  /** Whenever a command that begins so is about to run. */
  | { readonly kind: 'after'; readonly command: string };

/** A fault, and when it begins. */
export interface ScheduledFault {
  /** The fault's, as in the catalogue. */
  readonly name: string;
  /** Its options; what is left out is as the catalogue has it. */
  readonly options: FaultOptions;
  /** When it begins, and how often. */
  readonly moment: FaultMoment;
  /** Milliseconds after which it is lifted; without it, it stays until somebody lifts it. */
  readonly duration?: number;
}

/** What can be asked for, as text. */
export const FAULT_SYNTAX = 'NAME[:option=value,...][@30s | @every 10m | @after AT+MQTTPUB][ for 20s]';

/**
 * Reads `prompt-stuck`, `prompt-stuck@30s`, `reboot@every 10m`, `latency:delay=500@5m for 1m`, `brown-out@after AT+MQTTPUB`.
 * Without a moment it happens at once. Command names end as they are written: `AT+MQTTPUB` is that command in every form.
 *
 * @throws FaultError for a fault or option that does not exist, and for a moment that cannot be read.
 */
export function parseFault(text: string): ScheduledFault {
  const match = /^([^:@\s]+)(?::([^@]*?))?(?:@(.*?))?(?:\s+for\s+(\S+))?$/.exec(text.trim());
  if (match === null) throw new FaultError('bad-schedule', `cannot read ${JSON.stringify(text)}; write ${FAULT_SYNTAX}`);
  const [, name, options, moment, duration] = match;
  return scheduled(name, parseOptions(options), parseMoment(moment), duration);
}

/** Checked: that the fault exists, and takes these options. */
export function scheduled(name: string, options: FaultOptions, moment: FaultMoment, duration?: string): ScheduledFault {
  const fault = faultNamed(name);
  new FaultValues(name, fault.options, options);
  return { name, options, moment, duration: duration === undefined ? undefined : milliseconds(duration) };
}

function parseMoment(text: string | undefined): FaultMoment {
  if (text === undefined) return { kind: 'at', delay: 0 };
  const [word, rest] = splitOnce(text.trim(), ' ');
  switch (word) {
    case 'every':
      return every(rest ?? '');
    case 'after':
      return after(rest ?? '');
    default:
      return { kind: 'at', delay: milliseconds(text) };
  }
}

export function every(text: string): FaultMoment {
  const interval = milliseconds(text);
  if (interval > 0) return { kind: 'every', interval };
  throw new FaultError('bad-schedule', `every ${text}: the interval is longer than nothing`);
}

export function after(command: string): FaultMoment {
  if (command.trim().toUpperCase().startsWith('AT')) return { kind: 'after', command: command.trim().toUpperCase() };
  throw new FaultError('bad-schedule', `after ${JSON.stringify(command)}: a command begins with AT`);
}

function parseOptions(text: string | undefined): FaultOptions {
  if (text === undefined || text.trim() === '') return {};
  return Object.fromEntries(text.split(',').map((pair) => parseOption(pair)));
}

function parseOption(pair: string): [string, string] {
  const [name, value] = splitOnce(pair, '=');
  if (value === undefined) throw new FaultError('bad-schedule', `option ${JSON.stringify(pair)}: write name=value`);
  return [name.trim(), value.trim()];
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
