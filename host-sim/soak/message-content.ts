import { cdeDecodeOptions, decode } from 'cbor2';

/** The first byte of an array or a map in CBOR: neither begins JSON. */
const FIRST_OF_CBOR = 0x80;
/** Below, the time of a SenML pack is counted from now, in seconds (RFC 8428 §4.5.3). */
const EARLIEST_TIME = 2 ** 28;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** What a node has said, by the names that docs/wire.md has, whatever the encoding was. */
export type Content = Readonly<Record<string, unknown>>;

/** A record of a SenML pack, as far as docs/wire.md uses it. */
interface SenmlRecord {
  readonly bn?: string;
  readonly bt?: number;
  readonly n: string;
  readonly v?: number;
  readonly vs?: string;
  readonly vb?: boolean;
}

/** The objects of a message: one, or those of a batch; `undefined` where it is none in JSON, deterministic CBOR or SenML. */
export function contentsOf(payload: Uint8Array): readonly Content[] | undefined {
  try {
    const isCbor = payload[0] >= FIRST_OF_CBOR;
    const value: unknown = isCbor ? decode(payload, cdeDecodeOptions) : JSON.parse(decoder.decode(payload));
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0 || !values.every(isObject)) return undefined;
    return 'n' in values[0] && !isCbor ? packs(values as unknown as readonly SenmlRecord[]) : values;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A record with a base name begins another object. */
function packs(records: readonly SenmlRecord[]): readonly Content[] {
  const starts = records.flatMap(({ bn }, index) => (bn === undefined ? [] : [index]));
  return starts.map((start, index) => contentOfPack(records.slice(start, starts[index + 1])));
}

function contentOfPack(records: readonly SenmlRecord[]): Content {
  const [{ bn = '', bt, n }] = records;
  if (n !== 'sequence') return nested(records);
  const named = (name: string): SenmlRecord | undefined => records.find((record) => record.n === name);
  const seconds = (name: string): number | undefined => milliseconds(named(name)?.v);
  const isRefused = named('refused') !== undefined;
  const own = ['sequence', 'uncertainty', 'boot', 'uptime', 'after', 'refused'];
  const values = records.filter((record) => !own.includes(record.n));
  const isDated = bt !== undefined && bt >= EARLIEST_TIME;
  const isPlain = values.length === 1 && values[0].n === 'value';
  return {
    sequence: records[0].v,
    sensor: bn.split('/')[1],
    time: isDated ? milliseconds(bt) : null,
    ...(isDated || bt === undefined || named('boot') !== undefined || bt === 0 ? {} : { age: milliseconds(-bt) }),
    uncertainty: seconds('uncertainty'),
    after: seconds('after'),
    sample: isRefused ? null : isPlain ? valueOf(values[0]) : nested(values),
  };
}

/** Names are ways: `thermometer/temperature`. */
function nested(records: readonly SenmlRecord[]): Content {
  const content: Record<string, unknown> = {};
  for (const record of records) {
    const way = record.n.split('/');
    const last = way[way.length - 1];
    let target = content;
    for (const part of way.slice(0, -1)) target = (target[part] ??= {}) as Record<string, unknown>;
    target[last] = valueOf(record);
  }
  return content;
}

function valueOf({ v, vs, vb }: SenmlRecord): unknown {
  return v ?? vs ?? vb;
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

/** The same for the same value, in whatever order its names come. */
export function canonicalText(value: unknown): string {
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `"${name}":${canonicalText(value[name])}`).join()}}`;
}

/** What is compared of a reading: whose it is, and what it says. */
export function readingText(sensor: unknown, sample: unknown): string {
  return `${String(sensor)} ${canonicalText(sample)}`;
}
