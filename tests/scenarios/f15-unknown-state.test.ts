import type { ExecutionContext } from 'ava';
import { MINUTE, onEveryProfile, ScenarioBench, SECOND } from './scenario-bench.js';

/** A new host has a new outbox: what it has accepted itself arrives. */
function publishes(t: ExecutionContext, bench: ScenarioBench, limit: number): void {
  const start = bench.time.now();
  bench.until(() => bench.node.statistics.delivered > 2 && bench.node.statistics.waiting <= 1, 'the node publishes', limit);
  t.is(bench.node.statistics.dropped, 0);
  t.log(`publishing after ${((bench.time.now() - start) / SECOND).toFixed(1)} s`);
}

onEveryProfile('F15: a host that starts anew finds slots open, an address, and no echo', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.restartHost();
  publishes(t, bench, 2 * MINUTE);
});

onEveryProfile('F15: a host that starts anew finds the module waiting for a payload', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  // The module takes the payload without a prompt, which never came; the host crashes before it gives up.
  bench.faults.inject('prompt-stuck');
  bench.until(() => bench.faults.active.length === 0, 'a publish is under way');
  bench.restartHost();
  publishes(t, bench, 4 * MINUTE);
});

onEveryProfile('F15: a host that starts anew finds the module waiting for 4 kB', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  const client = bench.client({ publishCapacity: 4096 });
  bench.time.advance(8 * SECOND);
  client.publish('large', new Uint8Array(4096), 1);
  // Half of it is on its way.
  bench.time.advance(200);
  bench.restartHost();
  publishes(t, bench, MINUTE);
});

onEveryProfile('F15: a host that starts anew finds the echo on', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('echo-returns');
  bench.restartHost();
  publishes(t, bench, 2 * MINUTE);
});

for (const baud of [9600, 57600, 921600]) {
  onEveryProfile(`F15: a host that starts anew finds the module at ${baud} baud`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject('wrong-baud', { baud });
    bench.restartHost();
    publishes(t, bench, 10 * MINUTE);
  });
}
