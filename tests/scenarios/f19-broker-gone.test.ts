import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

const BROKER = ['broker-stalls', 'never-acknowledges', 'broker-unreachable', 'broker-gone'];
const NETWORK = ['packet-loss', 'throttling', 'latency'];

for (const name of [...BROKER, ...NETWORK]) {
  onEveryProfile(`F19: ${name} for ten minutes: what is not acknowledged is sent again`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    if (name === 'broker-unreachable') bench.faults.inject('broker-closes');
    bench.faults.inject(name, name === 'broker-gone' ? { duration: 600 } : {});
    bench.time.advance(10 * MINUTE);
    bench.faults.liftAll();
    recovers(t, bench, 5 * MINUTE);
  });
}

onEveryProfile('F19: without an acknowledgement nothing leaves the outbox', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('never-acknowledges');
  const { delivered } = bench.node.statistics;
  bench.time.advance(5 * MINUTE);
  t.true(bench.node.statistics.delivered <= delivered + 1);
  t.true(bench.losses >= 2);
});
