import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

onEveryProfile('F2: a registration URC before the answer to the registration query is told apart from it', (t, profile) => {
  const bench = new ScenarioBench(profile);
  bench.faults.inject('look-alike-urc');
  bench.node.start();
  bench.until(() => bench.readings().length > 0, 'readings come', 3 * MINUTE);
  t.is(bench.node.modem.registration, 'home');
  recovers(t, bench, MINUTE);
});

onEveryProfile('F2: the URC itself is believed, whatever the query says', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('roaming');
  bench.until(() => bench.node.modem.registration === 'roaming', 'the modem knows', 2 * MINUTE);
  bench.faults.lift('roaming');
  recovers(t, bench, MINUTE);
});
