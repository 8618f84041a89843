import test, { type ExecutionContext } from 'ava';
import type { FlashOperation, Interruption } from '../../../host-sim/flash/flash-power.js';
import { afterBytes, cleared, indeterminate, withinByte } from '../../../host-sim/flash/interruptions.js';
import type { FullPolicy } from '../../../modules/telemetry/journal/full-policy.js';
import { CutRun, type Step } from './cut-run.js';

const append: Step = 'append';
const undated: Step = 'append undated';
const deliver: Step = 'deliver';
const newest: Step = 'deliver newest';
const times = (count: number, ...steps: Step[]): Step[] => Array.from({ length: count }, () => steps).flat();

/** Goes round the ring, runs empty, fills up and overflows, and delivers out of turn, before and after a wrap; then restarts. */
const WORKLOAD: readonly Step[] = [
  ...times(3, append),
  ...times(2, deliver),
  ...times(4, append, deliver),
  ...times(3, deliver),
  ...times(12, append),
  ...times(2, newest, deliver),
  ...times(3, append, newest, append, deliver, deliver),
  ...times(6, deliver),
  append,
  // Without a clock, over the end of a sector; then with one, and again without.
  ...times(3, undated),
  'set epoch',
  ...times(2, undated, deliver),
  'set epoch',
  'restart',
  ...times(2, deliver),
  ...times(2, undated, deliver, 'prepare'),
  'restart',
  // Each reading delivered at once, twice round the ring: blocks of readings that have left are erased ahead.
  ...times(6, deliver),
  ...times(12, append, deliver, 'prepare'),
  undated,
  'prepare',
  'set epoch',
];

/** The operations of the workload when nothing fails: their kind and length. */
function operations(whenFull: FullPolicy): { kind: FlashOperation['kind']; length: number }[] {
  const run = new CutRun(whenFull);
  const found: { kind: FlashOperation['kind']; length: number }[] = [];
  const { power } = run;
  const spend = power.spend.bind(power);
  power.spend = (operation, complete) => {
    found.push({ kind: operation.kind, length: operation.stored.length });
    spend(operation, complete);
  };
  run.run(WORKLOAD);
  run.finish();
  return found;
}

/** A generator of the same numbers each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every mark looks as if it had never been set, and the rest as before: what an erase may do first. */
const marksReturn: Interruption = ({ stored }) => {
  for (let index = 0; index < stored.length; index += 4) {
    const word = stored.subarray(index, index + 4);
    if (word.every((byte) => byte === 0)) word.fill(255);
  }
};

/** Before an operation, after each of its bytes, within each of them, and after it; an erase knows other ways to fail, too. */
function interruptions(kind: FlashOperation['kind'], length: number): Interruption[] {
  const prefixes = Array.from({ length: length + 1 }, (_, count) => afterBytes(count));
  const bits = Array.from({ length }, (_, count) => withinByte(count, [0x0f, 0xf0, 0x55, 0xaa, 0x01, 0x80][count % 6]));
  const random = Array.from({ length: 16 }, (_, seed) => indeterminate(numbers(seed)));
  return [...prefixes, ...bits, ...random, ...(kind === 'erase' ? [cleared, marksReturn] : [])];
}

function cutEverywhere(t: ExecutionContext, whenFull: FullPolicy): void {
  let cuts = 0;
  operations(whenFull).forEach(({ kind, length }, operation) => {
    interruptions(kind, length).forEach((interruption, index) => {
      try {
        CutRun.cut(whenFull, WORKLOAD, operation, interruption);
      } catch (error) {
        throw new Error(`power fails in ${kind} number ${operation}, ${length} bytes long, in way ${index}`, { cause: error });
      }
      cuts += 1;
    });
  });
  t.true(cuts > 6000, `power was cut in ${cuts} ways only`);
}

for (const whenFull of ['drop-oldest', 'drop-newest', 'thin-out'] as const) {
  const title = 'whenever power fails, what was accepted is delivered, unchanged, and but for a cut acknowledgement once';
  test(`${whenFull}: ${title}`, (t) => cutEverywhere(t, whenFull));
}
