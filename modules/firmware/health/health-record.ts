import type { Modem } from '../../modem/modem.js';
import type { HealthField, HealthSettings } from './health-options.js';
import type { ModuleVitals } from './module-vitals.js';

/** The version of docs/wire.md that this program speaks: it rises where a receiver has to do something else than before. */
const WIRE_VERSION = 2;
/** Characters of a restart's reason. */
const LONGEST_TEXT = 32;

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

type Values = Record<string, unknown>;

/**
 * What a node knows of itself, as docs/wire.md has it, at the moment when it is made. What is not known is undefined, and left out when it
 * is written.
 *
 * There is room for any record that is likely, and for none that is not: a client of somebody else's has error codes of any length, and
 * an operator's name is what the network says. What is too long gives way by field, the last one first, and `cut` says how many have.
 */
export class HealthRecord {
  readonly #sources: HealthSources;
  readonly #fields: readonly HealthField[];
  #kept: number;
  #values: Readonly<Values>;

  /** `fields`: what is wanted, what matters most first. */
  constructor(sources: HealthSources, fields: readonly HealthField[]) {
    this.#sources = sources;
    this.#fields = fields;
    this.#kept = fields.length;
    this.#values = valuesOf(sources, fields, fields.length);
  }

  /** The last field is given up. False where there is none left. */
  shorten(): boolean {
    if (this.#kept === 0) return false;
    this.#kept -= 1;
    this.#values = valuesOf(this.#sources, this.#fields, this.#kept);
    return true;
  }

  /** What is written, which changes no more. */
  toJSON(): Readonly<Values> {
    return this.#values;
  }
}

/** Of the first fields, so many as are kept. */
function valuesOf(sources: HealthSources, fields: readonly HealthField[], kept: number): Readonly<Values> {
  const values = allNames();
  values.time = rounded(sources.utc());
  values.start = sources.start();
  if (kept < fields.length) values.cut = fields.length - kept;
  for (let index = 0; index < kept; index += 1) add(values, sources, fields[index]);
  return values;
}

/** In the order in which CBOR writes them, so there is nothing to sort: on XS that took most of a turn. One object is filled. */
function allNames(): Values {
  return {
    cut: undefined,
    area: undefined,
    cell: undefined,
    rsrp: undefined,
    rsrq: undefined,
    rssi: undefined,
    sent: undefined,
    time: undefined,
    wire: undefined,
    rungs: undefined,
    start: undefined,
    losses: undefined,
    memory: undefined,
    supply: undefined,
    uptime: undefined,
    dropped: undefined,
    refused: undefined,
    restart: undefined,
    version: undefined,
    waiting: undefined,
    accepted: undefined,
    operator: undefined,
    delivered: undefined,
    technology: undefined,
    registration: undefined,
    failedSamples: undefined,
  };
}

function add(record: Values, sources: HealthSources, field: HealthField): void {
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
      record.restart = textOf(settings.restartReason);
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
      record.losses = copied(sources.losses());
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
      record.memory = numberOf(settings.memory);
  }
}

function addNetwork(record: Values, { vitals, modem, registration }: HealthSources): void {
  record.operator = modem.operator;
  record.technology = vitals.technology;
  record.area = vitals.area;
  record.cell = vitals.cell;
  record.registration = rounded(registration());
}

function addOutbox(record: Values, { waiting, dropped }: ReadingCounts): void {
  record.waiting = waiting;
  record.dropped = dropped;
}

function addReadings(record: Values, { accepted, delivered, refused, failedSamples }: ReadingCounts): void {
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

/** It is counted on while it is written. */
function copied(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return { ...counts };
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

/** What the application's own function gives; nothing where it throws, or gives something else. */
function numberOf(get: (() => unknown) | undefined): number | undefined {
  const value = attempted(get);
  return typeof value === 'number' && isFinite(value) ? value : undefined;
}

function textOf(get: (() => unknown) | undefined): string | undefined {
  const value = attempted(get);
  return typeof value === 'string' ? value.substring(0, LONGEST_TEXT) : undefined;
}

function attempted(get: (() => unknown) | undefined): unknown {
  try {
    return get?.();
  } catch {
    return undefined;
  }
}
