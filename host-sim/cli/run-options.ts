import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { profiles } from '../module/profile.js';

/** What `cellnode run` was asked for, checked. */
export interface RunOptions {
  /** The user's own broker; an embedded one where absent. */
  readonly broker?: URL;
  readonly tls: boolean;
  /** PEM text of the authority behind `broker`, for `mqtts:`. */
  readonly ca?: string;
  readonly trace: boolean;
  /** Ends when the subscriber has received so many. */
  readonly readings?: number;
  /** Seconds between two readings. */
  readonly interval: number;
  /** Seconds within which `readings` must have arrived. */
  readonly limit: number;
  readonly profile: string;
  readonly seed: number;
}

/** The broker's address; credentials may stand before the host. */
export function brokerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'mqtt:' && url.protocol !== 'mqtts:') || url.hostname === '') {
    throw new InvalidArgumentError('It must be mqtt://host[:port] or mqtts://host[:port].');
  }
  return url;
}

/** A whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

export function profileName(text: string): string {
  if (!Object.hasOwn(profiles, text)) throw new InvalidArgumentError(`It must be one of ${Object.keys(profiles).join(', ')}.`);
  return text;
}

/** The contents of a PEM file. */
export function pemFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** What single options cannot say: which go together. Gives the complaint, or nothing. */
export function conflictIn(options: RunOptions): string | undefined {
  const isSecure = options.broker?.protocol === 'mqtts:';
  if (options.tls && options.broker !== undefined && !isSecure) return '--tls with --broker takes an mqtts:// address';
  if (isSecure && options.ca === undefined) return '--broker mqtts://… needs --ca FILE: the authority that the module is to trust';
  if (options.ca !== undefined && !isSecure) return '--ca goes with --broker mqtts://…';
  return undefined;
}
