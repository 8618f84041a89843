import { fileURLToPath } from 'node:url';
import type { FlashTimes } from './core-device.js';
import { CORE_SPEEDS, type CoreSpeed } from './core-speed.js';
import { live, type Plan } from './day.js';
import { LoopBench } from './loop-bench.js';
import { withBusyNode } from './busy-node-program.js';

/** A NOR flash's data sheet: an erase of 4 kB typically, and a page. */
const TYPICAL: FlashTimes = { erase: 45, page: 0.7 };
const WORST: FlashTimes = { erase: 400, page: 3 };

const MODES = { fetched: {}, pushed: { hasReceiveMode: false } } as const;
const SEED = 1;

/** What one run of the loop came to. */
export interface LoopResult {
  readonly speed: CoreSpeed;
  readonly mode: keyof typeof MODES;
  readonly eraseTime: number;
  readonly hours: number;
  readonly readings: number;
  readonly messages: number;
  readonly collections: number;
  readonly longestCollection: number;
  /** Bytes of the C stack at most. */
  readonly stackPeak: number;
  readonly erases: number;
  readonly longestTurns: Readonly<Record<string, number>>;
  readonly losses: readonly { readonly path: string; readonly cause: string; readonly bytes: number }[];
  readonly lostOutsideErases: number;
}

export function nameOf({ speed, mode, eraseTime }: LoopResult): string {
  return `${speed.name}; messages ${mode}; erase ${eraseTime} ms`;
}

/** All speeds, with messages fetched and pushed, and the slowest flash with one of them; two at a time. */
export async function runLoops(plan: Plan): Promise<LoopResult[]> {
  process.env.XS_HOST = fileURLToPath(new URL('../../../../tests/mcu/xshost-mcu', import.meta.url));
  const runs = [
    ...CORE_SPEEDS.flatMap((speed) => (['fetched', 'pushed'] as const).map((mode) => ({ speed, mode, flash: TYPICAL }))),
    { speed: CORE_SPEEDS[1], mode: 'fetched' as const, flash: WORST },
  ];
  return withBusyNode(async (program) => {
    const results: LoopResult[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < runs.length; index = next++) {
        const { speed, mode, flash } = runs[index];
        results[index] = await runLoop(program, speed, mode, flash, plan);
      }
    };
    await Promise.all([work(), work()]);
    return results;
  });
}

async function runLoop(
  program: readonly string[],
  speed: CoreSpeed,
  mode: LoopResult['mode'],
  flash: FlashTimes,
  plan: Plan,
): Promise<LoopResult> {
  const bench = await LoopBench.start(program, { speed, flash, profile: MODES[mode], seed: SEED });
  try {
    await live(bench, mode, plan);
    return {
      speed,
      mode,
      eraseTime: flash.erase,
      hours: bench.time.now() / 3_600_000,
      readings: bench.sequences.size,
      messages: bench.received,
      collections: bench.device.collections,
      longestCollection: bench.device.longestCollection,
      stackPeak: bench.device.stackPeak,
      erases: bench.device.flash.erases.reduce((sum, count) => sum + count, 0),
      longestTurns: Object.fromEntries(bench.longestTurns),
      losses: bench.losses.entries,
      lostOutsideErases: bench.losses.outsideErases,
    };
  } finally {
    bench.end();
  }
}
