import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

for (const duration of [20, 60, 120]) {
  onEveryProfile(`F16: the module is silent for ${duration} s and then answers everything at once`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject('silence', { duration });
    bench.time.advance(duration * SECOND);
    recovers(t, bench, 2 * MINUTE, (duration + 30) * SECOND);
    t.is(bench.node.modem.registration, 'home');
    t.is(bench.node.modem.sim, 'ready');
  });
}
