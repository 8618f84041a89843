import { decode } from 'cbor2';

/** What of a reading is shown. */
export interface ReadingContent {
  readonly sequence: number;
  readonly sample: unknown;
}

/** The first byte of an array or a map in CBOR: neither begins JSON. */
const FIRST_OF_CBOR = 0x80;

/** The reading in a message, whatever encoding it is in (docs/wire.md); `undefined` where it is none. */
export function readingIn(payload: Uint8Array): ReadingContent | undefined {
  try {
    const content: unknown = payload[0] >= FIRST_OF_CBOR ? decode(payload) : JSON.parse(new TextDecoder().decode(payload));
    return Array.isArray(content) ? readingInPack(content) : readingInObject(content);
  } catch {
    return undefined;
  }
}

function readingInObject(content: unknown): ReadingContent | undefined {
  if (typeof content !== 'object' || content === null || !('sequence' in content) || !('sample' in content)) return undefined;
  return typeof content.sequence === 'number' ? { sequence: content.sequence, sample: content.sample } : undefined;
}

/** SenML: a record of the sequence number, and one of each value. */
function readingInPack(records: readonly { readonly n: string; readonly v?: number; readonly vs?: string; readonly vb?: boolean }[]): ReadingContent {
  const [{ v: sequence = 0 }, ...values] = records;
  return { sequence, sample: Object.fromEntries(values.map(({ n, v, vs, vb }) => [n, v ?? vs ?? vb])) };
}
