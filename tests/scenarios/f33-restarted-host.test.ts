import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { profiles } from '../../host-sim/module/profile.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { check } from '../property.js';
import { TextMemory } from '../support/text-memory.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

/** What the broker is told takes half a second on its way: what a late completion acknowledges by mistake is not there yet. */
const LATENCY = 500;

/** A node whose readings outlive its host, with or without a memory of its module. */
function benchOf(profile: string, memory: TextMemory | undefined): ScenarioBench {
  const flash = new NorFlash({ blockLength: 4096, blocks: 32 });
  const bench = new ScenarioBench(profile, {
    configuration: { QoS: 1 },
    node: { modem: { memory } },
    outbox: () => new JournalOutbox({ flash: { io: flash } }),
  });
  bench.faults.inject('latency', { delay: LATENCY });
  bench.node.start();
  return bench;
}

for (const hasMemory of [false, true]) {
  onEveryProfile(`F33: a host restarts when the slot that owes is closed, ${hasMemory ? 'with' : 'without'} a memory`, (t, profile) => {
    const bench = benchOf(profile, hasMemory ? new TextMemory() : undefined);
    bench.until(() => bench.readings().length > 3, 'readings come');
    bench.faults.inject('completion-crossing', { name: '+MQTTPUB', delay: 60 });
    bench.until(() => bench.losses > 0, 'the publish has no completion');
    bench.until(() => bench.node.session === 'ready', 'the other slot is used', 3 * MINUTE);
    bench.time.advance(5 * SECOND);
    bench.restartHost();
    bench.time.advance(MINUTE);
    t.deepEqual(bench.lost, []);
    bench.faults.liftAll();
    recovers(t, bench, 2 * MINUTE, 4 * MINUTE);
  });
}

const NAMES = ['+MQTTPUB', '+MQTTOPEN', '+MQTTSUB', '+MQTTCLOSE', '+MIPCALL', '+MIPNTP'];

/** In which order things happen to a host, and what its module has yet to tell. */
const trials = fc.record({
  profile: fc.constantFrom(...Object.keys(profiles)),
  hasMemory: fc.boolean(),
  steps: fc.array(
    fc.record({
      late: fc.option(fc.record({
        name: fc.constantFrom(...NAMES),
        delay: fc.oneof(fc.integer({ min: 50, max: 90 }), fc.integer({ min: 30, max: 600 })),
        isCrossing: fc.boolean(),
      })),
      closes: fc.boolean(),
      forgetsSettings: fc.boolean(),
      // Every point of the way up and of the first messages; when a connection was just given up and another is there; or long after.
      life: fc.oneof(...[[0, 30], [35, 60], [0, 300]].map(([min, max]) => fc.integer({ min: min * SECOND, max: max * SECOND }))),
      pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 14 * MINUTE })),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

test('F33: whenever hosts restart, and whatever is still to come, nothing is acknowledged that is not there, and nothing is stuck', (t) => {
  const property = fc.property(trials, ({ profile, hasMemory, steps }) => {
    const bench = benchOf(profile, hasMemory ? new TextMemory() : undefined);
    for (const { late, closes, forgetsSettings, life, pause } of steps) {
      const name = late?.name ?? '';
      const delay = late?.delay ?? 0;
      if (late?.isCrossing === true) bench.faults.inject('completion-crossing', { name, delay, limit: 600 });
      else if (late !== null) bench.faults.inject('completion-late', { urc: name, delay });
      bench.time.advance(life);
      if (closes) bench.faults.inject('broker-closes');
      if (forgetsSettings) bench.faults.inject('echo-returns');
      bench.restartHost(pause);
    }
    bench.time.advance(2 * MINUTE);
    assert.deepEqual(bench.lost, []);
    bench.faults.liftAll();
    // A limit for one registration, and what the late completions of a program that goes on may cost it.
    bench.until(() => bench.node.statistics.delivered > 0 && bench.node.statistics.waiting <= 1, 'the node publishes', 20 * MINUTE);
    assert.deepEqual(bench.lost, []);
    const arrived = new Set(bench.readings().map(({ sequence }) => sequence));
    const waiting = bench.node.statistics.waiting;
    const missing = bench.accepted().filter((sequence) => !arrived.has(sequence));
    assert.ok(missing.length <= waiting, `readings ${missing.join(', ')} are nowhere`);
    assert.equal(bench.node.modem.callbackExceptions, 0);
  });
  check(t, property, { runs: 60 });
});
