import type { Modem } from '../../modem/modem.js';
import type { HealthField, HealthSettings } from './health-options.js';
import type { ModuleVitals } from './module-vitals.js';

/** Numbers of readings, as the node has them. */
export interface ReadingCounts {
  readonly accepted: number;
  readonly delivered: number;
  readonly waiting: number;
  readonly dropped: number;
  readonly refused: number;
  readonly failedSamples: number;
}

/** What a record is made of. */
export interface HealthSources {
  readonly settings: HealthSettings;
  readonly vitals: ModuleVitals;
  readonly modem: Pick<Modem, 'RSSI' | 'operator' | 'recovery'>;
  readonly counts: () => ReadingCounts;
  /** Milliseconds since the start. */
  readonly uptime: () => number;
  /** UTC in milliseconds since 1970. */
  readonly utc: () => number | undefined;
  readonly start: () => number;
  /** Milliseconds that the last registration took. */
  readonly registration: () => number | undefined;
  /** How often the connection was lost, by the error's code. */
  readonly losses: () => Readonly<Record<string, number>>;
  /** Bytes of topics and payloads that were handed to the module. */
  readonly sent: () => number;
}

/** What a node knows of itself, as docs/wire.md has it. What is not known is undefined, and left out when it is written. */
export function healthRecord(sources: HealthSources, fields: readonly HealthField[]): Readonly<Record<string, unknown>> {
  let record: Record<string, unknown> = { time: rounded(sources.utc()), start: sources.start() };
  for (let index = 0; index < fields.length; index += 1) record = { ...record, ...part(sources, fields[index]) };
  return record;
}

function part(sources: HealthSources, field: HealthField): Readonly<Record<string, unknown>> {
  const { settings, vitals, modem } = sources;
  switch (field) {
    case 'version':
      return { version: settings.version };
    case 'uptime':
      return { uptime: Math.floor(sources.uptime() / 1000) };
    case 'restart':
      return { restart: attempted(() => settings.restartReason?.()) };
    case 'signal':
      return { rssi: modem.RSSI, rsrp: vitals.rsrp, rsrq: vitals.rsrq };
    case 'network':
      return networkPart(sources);
    case 'connections':
      return { losses: sources.losses() };
    case 'recovery':
      return { rungs: rungsOf(modem) };
    case 'outbox':
      return outboxPart(sources.counts());
    case 'readings':
      return readingsPart(sources.counts());
    case 'sent':
      return { sent: sources.sent() };
    case 'supply':
      return { supply: vitals.supply };
    case 'memory':
      return { memory: attempted(() => settings.memory?.()) };
  }
}

function networkPart({ vitals, modem, registration }: HealthSources): Readonly<Record<string, unknown>> {
  const { area, cell, technology } = vitals;
  return { operator: modem.operator, technology, area, cell, registration: rounded(registration()) };
}

function outboxPart({ waiting, dropped }: ReadingCounts): Readonly<Record<string, unknown>> {
  return { waiting, dropped };
}

function readingsPart({ accepted, delivered, refused, failedSamples }: ReadingCounts): Readonly<Record<string, unknown>> {
  return { accepted, delivered, refused, failedSamples };
}

/** How often each was climbed that was. */
function rungsOf({ recovery }: Pick<Modem, 'recovery'>): Readonly<Record<string, number>> {
  const rungs: Record<string, number> = {};
  for (let index = 0; index < recovery.length; index += 1) {
    const { rung, begun } = recovery[index];
    if (begun > 0) rungs[rung] = begun;
  }
  return rungs;
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

/** What the application's own function gives; nothing where it throws. */
function attempted<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
