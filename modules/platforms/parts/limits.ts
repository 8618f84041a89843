import { invalidArgument } from '../../firmware/platform-toolkit.js';
import type { PlatformNode } from '../../firmware/platform.js';

/** What a platform takes of a node's configuration. */
export interface Limits {
  /** As errors call the platform. */
  readonly name: string;
  /** Seconds. */
  readonly shortestKeepAlive?: number;
  readonly longestKeepAlive?: number;
  /** Whether it keeps no session. */
  readonly isCleanOnly?: boolean;
  /** Whether it takes TLS alone. */
  readonly isTlsOnly?: boolean;
  /** Whether it takes readings one by one only. */
  readonly hasNoBatches?: boolean;
}

/** Throws `invalid-argument`, which names the property, for a configuration that the platform would refuse. QoS 2 none of them takes. */
export function checkLimits(limits: Limits, { settings }: PlatformNode): void {
  const { broker, QoS, backlog } = settings;
  const { shortestKeepAlive = 1, longestKeepAlive = 300 } = limits;
  const keepAlive = broker.keepAlive / 1000;
  if (QoS === 2) throw refused('QoS', 'must be 0 or 1', limits);
  if (keepAlive < shortestKeepAlive || keepAlive > longestKeepAlive) {
    throw refused('broker.keepAlive', `must be ${shortestKeepAlive} to ${longestKeepAlive} s`, limits);
  }
  if (limits.isCleanOnly && !broker.clean) throw refused('broker.clean', 'must be true', limits);
  if (limits.isTlsOnly && !broker.tls) throw refused('broker.tls', 'must be true', limits);
  if (limits.hasNoBatches && backlog !== undefined) throw refused('backlog', 'must be absent, as readings go one by one', limits);
}

function refused(property: string, bound: string, { name }: Limits): Error {
  return invalidArgument(`configuration.${property}`, `${bound} on ${name}`, 'docs/platforms.md');
}

/**
 * Throws `invalid-argument` for an option of a platform's that is no text of `shortest` to `longest` characters, or has one that is
 * forbidden.
 */
export function checkText(name: string, value: unknown, longest: number, shortest = 1, allowed?: string): void {
  if (typeof value !== 'string' || value.length < shortest || value.length > longest) {
    throw invalidArgument(name, `must be text of ${shortest} to ${longest} characters`, 'docs/platforms.md');
  }
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    const letter = code | 0x20;
    const isAlphanumeric = (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
    const isPrintable = code > 0x20 && code < 0x7f && code !== 0x22;
    const isAllowed = allowed === undefined ? isPrintable : isAlphanumeric || allowed.indexOf(value.charAt(index)) >= 0;
    if (isAllowed) continue;
    const bound = allowed === undefined ? 'printable ASCII without blanks and quotes' : `letters, digits and ${allowed}`;
    throw invalidArgument(name, `may have ${bound}`, 'docs/platforms.md');
  }
}
