import { checkArray, checkCallback, checkChoice, checkNumber, refuseUnknownOptions } from '../../base/checks.js';
import { invalidArgument } from '../../base/errors.js';

const SOURCE = 'docs/health.md';
const SHORTEST_INTERVAL = 60000;
const LONGEST_INTERVAL = 604800000;
const LONGEST_VERSION = 32;

/** What can be in a health record. */
export type HealthField =
  | 'version'
  | 'uptime'
  | 'restart'
  | 'signal'
  | 'network'
  | 'connections'
  | 'recovery'
  | 'outbox'
  | 'readings'
  | 'sent'
  | 'supply'
  | 'memory';

/** All of them. The last ones give way where a record is too long, and these are what grows. */
export const HEALTH_FIELDS: readonly HealthField[] = [
  'version', 'uptime', 'restart', 'outbox', 'readings', 'supply', 'memory', 'signal', 'sent', 'network', 'recovery', 'connections',
];

/** What a node tells of itself on the topic `health`, and how often. */
export interface HealthOptions {
  /** Milliseconds from one record to the next: 60,000 to 604,800,000, an hour by default. The first one comes with the first connection. */
  readonly interval?: number;
  /** What is in it, what matters most first, as the last ones give way where it is too long; all by default. */
  readonly fields?: readonly HealthField[];
  /** Of the application: at most 32 characters. */
  readonly version?: string;
  /**
   * Why the host has started, in a word or two, where the platform tells: asked for each record, and what it throws is left out, as is
   * what follows on 32 characters.
   */
  restartReason?(): string | undefined;
  /** Bytes of memory that are left, where the platform tells. */
  memory?(): number | undefined;
}

/** With defaults in place. */
export interface HealthSettings extends HealthOptions {
  readonly interval: number;
  readonly fields: readonly HealthField[];
}

/** Throws `invalid-argument`, which names the option and its bound. */
export function healthSettings(options: HealthOptions): HealthSettings {
  refuseUnknownOptions(options, ['interval', 'fields', 'version', 'restartReason', 'memory'], 'health.', SOURCE);
  const { interval = 3600000, fields = HEALTH_FIELDS, version } = options;
  checkNumber('health.interval', interval, SHORTEST_INTERVAL, LONGEST_INTERVAL, SOURCE, ' milliseconds');
  checkArray('health.fields', fields, SOURCE);
  for (let index = 0; index < fields.length; index += 1) checkChoice(`health.fields[${index}]`, fields[index], HEALTH_FIELDS, SOURCE);
  if (version !== undefined && (typeof version !== 'string' || version.length > LONGEST_VERSION)) {
    throw invalidArgument('health.version', `must be a text of at most ${LONGEST_VERSION} characters`, SOURCE);
  }
  checkCallback('health.restartReason', options.restartReason, SOURCE);
  checkCallback('health.memory', options.memory, SOURCE);
  return {
    interval,
    fields,
    version,
    restartReason: () => options.restartReason?.(),
    memory: () => options.memory?.(),
  };
}
