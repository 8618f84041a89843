import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

for (const longest of [1, 2, 7, 40]) {
  onEveryProfile(`F5: what arrives in pieces of up to ${longest} bytes means the same`, (t, profile) => {
    const bench = new ScenarioBench(profile);
    bench.faults.inject('reads-cut', { longest, pause: 3 });
    bench.node.start();
    bench.until(() => bench.readings().length > 0, 'readings come', 3 * MINUTE);
    bench.command('{"interval": 5}');
    bench.time.advance(2 * MINUTE);
    t.is(bench.node.interval, 5 * SECOND);
    const { timeouts, anomalies } = bench.node.modem.counters;
    t.deepEqual([bench.losses, timeouts, anomalies], [0, 0, 0]);
    recovers(t, bench, MINUTE);
  });
}

onEveryProfile('F5: many URCs in one read', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('urc-storm', { count: 30, interval: 0 });
  bench.time.advance(MINUTE);
  t.is(bench.losses, 0);
  recovers(t, bench, MINUTE);
});
