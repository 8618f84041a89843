import type { Modem } from '../../modem/modem.js';
import type { HealthField, HealthSettings } from './health-options.js';
import type { ModuleVitals } from './module-vitals.js';

/** The version of docs/wire.md that this program speaks: it rises where a receiver has to do something else than before. */
const WIRE_VERSION = 2;

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

/** What is written field by field. */
type HealthRecord = Record<string, unknown>;

/**
 * What a node knows of itself, as docs/wire.md has it. What is not known is undefined, and left out when it is written. One object is
 * filled, as joining one for each field took most of a turn on XS.
 */
export function healthRecord(sources: HealthSources, fields: readonly HealthField[]): Readonly<Record<string, unknown>> {
  const record: HealthRecord = { time: rounded(sources.utc()), start: sources.start() };
  for (let index = 0; index < fields.length; index += 1) add(record, sources, fields[index]);
  return record;
}

function add(record: HealthRecord, sources: HealthSources, field: HealthField): void {
  const { settings, vitals, modem } = sources;
  switch (field) {
    case 'version':
      record.wire = WIRE_VERSION;
      record.version = settings.version;
      return;
    case 'uptime':
      record.uptime = Math.floor(sources.uptime() / 1000);
      return;
    case 'restart':
      record.restart = attempted(() => settings.restartReason?.());
      return;
    case 'signal':
      record.rssi = modem.RSSI;
      record.rsrp = vitals.rsrp;
      record.rsrq = vitals.rsrq;
      return;
    case 'network':
      addNetwork(record, sources);
      return;
    case 'connections':
      record.losses = sources.losses();
      return;
    case 'recovery':
      record.rungs = rungsOf(modem);
      return;
    case 'outbox':
      addOutbox(record, sources.counts());
      return;
    case 'readings':
      addReadings(record, sources.counts());
      return;
    case 'sent':
      record.sent = sources.sent();
      return;
    case 'supply':
      record.supply = vitals.supply;
      return;
    case 'memory':
      record.memory = attempted(() => settings.memory?.());
  }
}

function addNetwork(record: HealthRecord, { vitals, modem, registration }: HealthSources): void {
  record.operator = modem.operator;
  record.technology = vitals.technology;
  record.area = vitals.area;
  record.cell = vitals.cell;
  record.registration = rounded(registration());
}

function addOutbox(record: HealthRecord, { waiting, dropped }: ReadingCounts): void {
  record.waiting = waiting;
  record.dropped = dropped;
}

function addReadings(record: HealthRecord, { accepted, delivered, refused, failedSamples }: ReadingCounts): void {
  record.accepted = accepted;
  record.delivered = delivered;
  record.refused = refused;
  record.failedSamples = failedSamples;
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
