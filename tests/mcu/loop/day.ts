import type { LoopBench } from './loop-bench.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Bytes of the longest message. */
const LONGEST = 1000;
/** The outbox of 64 kB is full after some 1,100 readings. */
const FULL_OUTBOX = 1200;
const OUTBOX_LIMIT = 3 * 60 * MINUTE;

/** How many minutes of each; `rounds` times, with other messages and other losses each. */
export interface Plan {
  readonly minutes: number;
  readonly rounds: number;
  readonly fillsOutbox: boolean;
}

/** Every path in turn. Rejects where the node does not come up or does not come back. */
export async function live(bench: LoopBench, mode: 'fetched' | 'pushed', { minutes, rounds, fillsOutbox }: Plan): Promise<void> {
  await isOnline(bench, 'the node comes up');
  for (let round = 0; round < rounds; round += 1) {
    bench.path = 'telemetry';
    await bench.advance(minutes * MINUTE);
    bench.path = 'commands';
    await bench.during(minutes * MINUTE, 7 * SECOND, () => bench.publish('cellnode/node-1/command', '{"interval":5}'));
    bench.path = `messages ${mode}`;
    await bench.during(minutes * MINUTE, 11 * SECOND, () => message(bench, mode));
    bench.path = `messages of ${LONGEST} bytes ${mode}, three at once`;
    await bench.during(minutes * MINUTE, 23 * SECOND, () => {
      for (let count = 0; count < 3; count += 1) bench.publish('to/node', new Uint8Array(LONGEST));
    });
    bench.path = 'recovery';
    await recover(bench);
    if (fillsOutbox) await fill(bench);
  }
}

/** Line ends and quotes would end a pushed line. */
function message(bench: LoopBench, mode: 'fetched' | 'pushed'): void {
  const payload = new Uint8Array(1 + Math.floor(bench.random() * LONGEST));
  if (mode === 'pushed') payload.fill(0x61);
  else payload.forEach((_, index) => {
    payload[index] = Math.floor(bench.random() * 256);
  });
  bench.publish('to/node', payload);
}

async function recover(bench: LoopBench): Promise<void> {
  const { module } = bench.faultyModule;
  for (const lose of [
    () => module.slots.break(1, 1),
    () => module.dataCall.lose({ withUrc: true }),
    () => module.reset(),
  ]) {
    lose();
    await bench.advance(2 * SECOND);
    await isOnline(bench, 'the node comes back');
  }
}

/** The broker is away until readings are dropped, and then the outbox is emptied. */
async function fill(bench: LoopBench): Promise<void> {
  bench.path = 'outbox fills up';
  const taken = bench.sequences.size + FULL_OUTBOX;
  bench.broker.goAway(FULL_OUTBOX * 5 * SECOND);
  await bench.advance(FULL_OUTBOX * 5 * SECOND);
  bench.path = 'outbox is emptied';
  if (!(await bench.until(() => bench.sequences.size >= taken - FULL_OUTBOX / 2, OUTBOX_LIMIT))) throw complaint(bench, 'the outbox empties');
}

async function isOnline(bench: LoopBench, what: string): Promise<void> {
  const { size } = bench.sequences;
  if (!(await bench.until(() => bench.sequences.size > size, 30 * MINUTE))) throw complaint(bench, what);
}

function complaint(bench: LoopBench, what: string): Error {
  return new Error(`not within its time: ${what}; ${bench.path}; last reports: ${bench.remarks.join('; ')}`);
}
