import { decode } from 'cbor2';

/** What of a reading is shown. */
export interface ReadingContent {
  readonly sequence: number;
  readonly sample: unknown;
}

/** The first byte of an array or a map in CBOR: neither begins JSON. */
export const FIRST_OF_CBOR = 0x80;

/** The reading in a message, whatever encoding it is in (docs/wire.md); `undefined` where it is none. */
export function readingIn(payload: Uint8Array): ReadingContent | undefined {
  try {
    const content = contentOf(payload);
    return Array.isArray(content) ? readingInPack(content) : readingInObject(content);
  } catch {
    return undefined;
  }
}

/** The sequence numbers of the readings in a message: of one, of a batch, or of none. */
export function sequencesIn(payload: Uint8Array): readonly number[] {
  try {
    const content = contentOf(payload);
    const parts: readonly unknown[] = Array.isArray(content) ? content : [content];
    return parts.map(sequenceOf).filter((sequence) => sequence !== undefined);
  } catch {
    return [];
  }
}

/** Of a reading as an object, or of SenML's record of it. */
function sequenceOf(part: unknown): number | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  const { n, v } = part as { readonly n?: unknown; readonly v?: unknown };
  return n === 'sequence' && typeof v === 'number' ? v : readingInObject(part)?.sequence;
}

function contentOf(payload: Uint8Array): unknown {
  return payload[0] >= FIRST_OF_CBOR ? decode(payload) : JSON.parse(new TextDecoder().decode(payload));
}

function readingInObject(content: unknown): ReadingContent | undefined {
  if (typeof content !== 'object' || content === null || !('sequence' in content) || !('sample' in content)) return undefined;
  return typeof content.sequence === 'number' ? { sequence: content.sequence, sample: content.sample } : undefined;
}

/** SenML: a record of the sequence number, and one of each value. */
/** A record of SenML, as far as it is looked at. */
interface SenmlRecord {
  readonly n: string;
  readonly v?: number;
  readonly vs?: string;
  readonly vb?: boolean;
}

function readingInPack(records: readonly SenmlRecord[]): ReadingContent {
  const [{ v: sequence = 0 }, ...values] = records;
  return { sequence, sample: Object.fromEntries(values.map(({ n, v, vs, vb }) => [n, v ?? vs ?? vb])) };
}
