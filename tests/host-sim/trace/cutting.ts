import fc from 'fast-check';
import type { Run } from './session.js';

/** Sizes of the pieces into which a session is cut, again and again from the first. */
export const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });

/** The same bytes at the same times, in other pieces. */
export function recut(runs: readonly Run[], pieces: readonly number[]): readonly Run[] {
  let count = 0;
  return runs.flatMap(({ direction, bytes, time }) => {
    const cut: Run[] = [];
    for (let start = 0; start < bytes.length;) {
      const end = start + pieces[count % pieces.length];
      cut.push({ direction, bytes: bytes.subarray(start, end), time });
      start = end;
      count += 1;
    }
    return cut;
  });
}

export interface Garbling {
  /** Which byte; counted round and round the session. */
  readonly position: number;
  /** What its bits are changed by, not 0. */
  readonly bits: number;
}

export const garblings: fc.Arbitrary<Garbling> = fc.record({
  position: fc.nat(),
  bits: fc.integer({ min: 1, max: 255 }),
});

/** The session with one byte changed. */
export function garble(runs: readonly Run[], { position, bits }: Garbling): readonly Run[] {
  return garbleAt(runs, position % lengthOf(runs), (byte) => byte ^ bits);
}

/** The session with its byte at `position` replaced. */
export function garbleAt(runs: readonly Run[], position: number, replace: (byte: number) => number): readonly Run[] {
  let start = 0;
  return runs.map((run) => {
    const at = position - start;
    start += run.bytes.length;
    if (at < 0 || at >= run.bytes.length) return run;
    const bytes = Uint8Array.from(run.bytes);
    bytes[at] = replace(bytes[at]);
    return { ...run, bytes };
  });
}

/** Bytes of both directions. */
export function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
