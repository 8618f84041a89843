import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { NO_OBSTACLE } from '../../host-sim/module/line/command-hook.js';
import type { SimulatedModuleOptions } from '../../host-sim/module/simulated-module.js';
import { RamOutbox } from '../../modules/telemetry/ram-outbox.js';
import { check } from '../property.js';
import { NodeBench } from './node-bench.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const OUTAGE = 600 * SECOND;

/** A module that says nothing of the completions with these numbers, or that they have failed. */
function spoilt(fates: ReadonlyMap<number, 'missing' | 'failed'>): Partial<SimulatedModuleOptions> {
  let count = 0;
  return {
    hook: {
      onCommand: () => NO_OBSTACLE,
      onSpoken: ({ name, bytes }, say) => {
        const fate = name === '+MQTTPUB' ? fates.get((count += 1)) : undefined;
        if (fate === 'failed') say(Buffer.from(Buffer.from(bytes).toString().replace('1,1', '1,0')));
        else if (fate === undefined) say(bytes);
      },
    },
  };
}

/** A node that has taken a reading every ten seconds through an outage of ten minutes. */
function afterOutage(publishWindow: number, module: Partial<SimulatedModuleOptions> = {}): NodeBench {
  // With room for all of them, however long the way back takes.
  const bench = NodeBench.online({ publishWindow }, { outbox: new RamOutbox({ capacity: 65_536 }) }, module);
  bench.broker.goAway(OUTAGE);
  bench.time.advance(OUTAGE);
  return bench;
}

/** Milliseconds until the outbox is empty, once the node is connected again. */
function drain(bench: NodeBench): number {
  bench.until(() => bench.node.session === 'ready', 'it is connected again');
  const start = bench.time.now();
  bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty');
  return bench.time.now() - start;
}

test('a window empties the outbox several times faster, and changes nothing of what arrives', (t) => {
  const alone = afterOutage(1);
  const windowed = afterOutage(16);
  const [slow, fast] = [drain(alone), drain(windowed)];
  t.true(fast < slow / 2, `${fast} of ${slow}`);
  for (const bench of [alone, windowed]) {
    t.true(bench.isComplete());
    t.is(bench.readings().length, bench.node.statistics.delivered);
  }
});

test('whatever fails in its windows, every reading of a backlog arrives, in order', (t) => {
  check(
    t,
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom('missing' as const, 'failed' as const)), { maxLength: 4 }),
      (publishWindow, fates) => {
        const bench = afterOutage(publishWindow, spoilt(new Map(fates)));
        // Each failure costs a deadline, and a pause that grows.
        bench.until(() => bench.node.statistics.waiting === 0, 'the outbox is empty', HOUR);
        assert.ok(bench.isComplete());
      },
    ),
    { runs: 15 },
  );
});
