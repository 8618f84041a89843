import test from 'ava';
import { FaultSchedule } from '../../host-sim/faults/fault-schedule.js';
import { moduleRates } from '../../host-sim/soak/rates.js';
import { text } from '../support/bytes.js';
import { DeviceBench } from './bench/device-bench.js';
import { deviceProgram } from './bench/device-program.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const INTERVAL = 15 * MINUTE;
const SEED = 7;
const SETTLING_DAYS = 3;
/** Bytes. */
const LONGER_TEXT = 16;

/** The node as it is flashed has no pins on its module: without power this would not come back by itself. */
const RATES = moduleRates.filter(({ name }) => name !== 'power-cut');

test('days of bad years on XS, in the heap of an ESP32: readings come again, and the heap is what it was', async (t) => {
  t.timeout(10 * MINUTE);
  const bench = await DeviceBench.start(t, await deviceProgram(t, 'node', { interval: String(INTERVAL) }));
  const { device, faultyModule } = bench;
  const readings = (): string[] => {
    return bench.received.filter(({ topic }) => topic === 'cellnode/node-1/readings').map(({ payload }) => text(payload));
  };
  const storm = async (seed: number): Promise<void> => {
    const schedule = new FaultSchedule(bench.time, faultyModule, { mix: RATES, seed });
    await bench.advance(DAY);
    schedule.stop();
    faultyModule.faults.liftAll();
    const before = readings().length;
    await bench.until(() => readings().length > before + 1, 'readings come again', 60 * MINUTE);
  };
  // What is allocated once, whenever it is first needed, such as an account of completions that a slot owes, is there by then.
  for (let day = 0; day < SETTLING_DAYS; day += 1) await storm(SEED + day);
  const before = await device.collect();
  await storm(SEED + SETTLING_DAYS);
  const after = await device.collect();
  t.log(`${Object.values(faultyModule.faults.counts).reduce((sum, count) => sum + count)} faults, ${readings().length} readings`);
  t.log(`${before.slots} and ${after.slots} slots, ${before.chunkBytes} and ${after.chunkBytes} bytes of chunks`);
  t.is(after.slots, before.slots);
  // A text that somebody remembers, such as an operator's name, or which slots were in use, may be another than the one before. What
  // stays behind would have a slot of its own.
  t.true(after.chunkBytes - before.chunkBytes < LONGER_TEXT);
});
