import { Ajv } from 'ajv';

/** A pack as RFC 8428 §5 and its CDDL (§10) have it in JSON: known fields only, one value a record, names as §4.5.1 wants them. */
const RECORD = {
  type: 'object',
  properties: {
    bn: { type: 'string' },
    bt: { type: 'number' },
    bu: { type: 'string' },
    bv: { type: 'number' },
    n: { type: 'string' },
    u: { type: 'string' },
    t: { type: 'number' },
    v: { type: 'number' },
    vs: { type: 'string' },
    vb: { type: 'boolean' },
    vd: { type: 'string' },
  },
  additionalProperties: false,
  oneOf: ['v', 'vs', 'vb', 'vd'].map((value) => ({ required: [value] })),
};
const isPack = new Ajv().compile({ type: 'array', items: RECORD });
const NAME = /^[A-Za-z0-9][A-Za-z0-9\-:./_]*$/;
/** Below it a time is relative to now (§4.5.3). */
const ABSOLUTE = 2 ** 28;

interface SenmlRecord {
  readonly bn?: string;
  readonly bt?: number;
  readonly bu?: string;
  readonly bv?: number;
  readonly n?: string;
  readonly u?: string;
  readonly t?: number;
  readonly v?: number;
  readonly vs?: string;
  readonly vb?: boolean;
}

/** A record by itself, with name and time of its own. */
export interface ResolvedRecord {
  readonly n: string;
  readonly t: number;
  readonly u?: string;
  readonly value: number | string | boolean | undefined;
}

/** Resolves a pack as §4.6 says, by a receiver at `now` seconds since 1970. Throws for what is no pack. */
export function resolved(text: string, now: number): ResolvedRecord[] {
  const pack = JSON.parse(text) as SenmlRecord[];
  if (!isPack(pack)) throw new Error(`no pack: ${JSON.stringify(isPack.errors)} in ${text}`);
  let base: SenmlRecord = {};
  return pack.map((record) => {
    base = { ...base, ...record };
    const n = `${base.bn ?? ''}${record.n ?? ''}`;
    if (!NAME.test(n)) throw new Error(`no name: ${n}`);
    const time = (base.bt ?? 0) + (record.t ?? 0);
    const u = record.u ?? base.bu;
    const value = record.v === undefined ? (record.vs ?? record.vb) : record.v + (base.bv ?? 0);
    return { n, t: time < ABSOLUTE ? now + time : time, ...(u === undefined ? {} : { u }), value };
  });
}
