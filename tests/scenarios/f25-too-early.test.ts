import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

onEveryProfile('F25: a module that is deaf for a while after a final result: the guard time is an option', (t, profile) => {
  const bench = new ScenarioBench(profile, { node: { modem: { guardTime: 20 } } });
  bench.faults.inject('deaf-after-answer', { duration: 15 });
  bench.node.start();
  bench.until(() => bench.readings().length > 0, 'readings come', 2 * MINUTE);
  bench.time.advance(5 * MINUTE);
  t.is(bench.losses, 0);
  t.is(bench.node.modem.counters.timeouts, 0);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F25: without the guard time such a module loses commands', (t, profile) => {
  const bench = new ScenarioBench(profile);
  bench.faults.inject('deaf-after-answer', { duration: 15 });
  bench.node.start();
  bench.time.advance(2 * MINUTE);
  t.true(bench.node.modem.counters.timeouts > 0);
});
