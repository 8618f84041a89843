import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const REFUSALS = ['refuses-version', 'refuses-identifier', 'refuses-as-unavailable', 'refuses-login', 'refuses-authorisation'];

for (const name of [...REFUSALS, 'broker-unreachable']) {
  onEveryProfile(`F13: ${name} is told at once, with what the module says of it`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject(name);
    const start = bench.time.now();
    t.like(t.throws(() => bench.client()), { code: 'connection-refused', command: 'AT+MQTTOPEN=', isRetryable: true });
    // Failures took 1.4 to 4.6 s on an L610; nobody waits for a deadline.
    t.true(bench.time.now() - start < 6 * SECOND);
    bench.faults.lift(name);
    recovers(t, bench, MINUTE);
  });
}

onEveryProfile('F13: a node that is refused comes back when it is taken again', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('refuses-as-unavailable');
  bench.faults.inject('broker-closes');
  bench.time.advance(10 * MINUTE);
  t.true(bench.losses > 2);
  bench.faults.liftAll();
  recovers(t, bench, 10 * MINUTE);
});
