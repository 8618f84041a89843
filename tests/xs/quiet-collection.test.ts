import test, { type ExecutionContext } from 'ava';
import { DeviceBench } from './bench/device-bench.js';
import { deviceProgram } from './bench/device-program.js';

/** A node on XS with a sensor that allocates, in the heap of an ESP32: who has its garbage collected, and when. */

const PATIENCE = 120_000;
const HALF_AN_HOUR = 1_800_000;

interface Collections {
  readonly all: number;
  readonly own: readonly string[];
}

async function halfAnHour(t: ExecutionContext, config: object): Promise<Collections> {
  t.timeout(PATIENCE);
  const bench = await DeviceBench.start(t, await deviceProgram(t, 'wasteful-node', config));
  const readings = (): number => bench.received.filter(({ topic }) => topic === 'cellnode/node-1/readings').length;
  await bench.until(() => readings() >= 3, 'readings arrive');
  const { device } = bench;
  const before = device.counters.collections;
  device.reports.length = 0;
  await bench.advance(HALF_AN_HOUR);
  t.true(readings() > 350);
  return { all: device.counters.collections - before, own: device.reports.filter((report) => report.startsWith('collected')) };
}

test('a heap that a sensor fills is collected when it is full', async (t) => {
  const { all, own } = await halfAnHour(t, {});
  t.log(`${all} collections`);
  t.true(all > 0);
  t.deepEqual(own, []);
});

test('a node that may collect does so before, when the line is quiet and nothing is asked', async (t) => {
  const { all, own } = await halfAnHour(t, { collects: true });
  t.log(`${all} collections`);
  t.is(all, own.length, 'none was forced');
  t.true(own.length > 300);
  t.deepEqual(own.filter((report) => report !== 'collected idle'), []);
});
