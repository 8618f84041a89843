import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

for (const name of ['connection-dead', 'data-call-lost-silently', 'data-call-lost', 'data-call-stale', 'registration-lost']) {
  onEveryProfile(`F18: ${name} is found, and cured, within a minute`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject(name);
    bench.time.advance(20 * SECOND);
    bench.faults.liftAll();
    recovers(t, bench, MINUTE, MINUTE);
  });
}

onEveryProfile('F18: a NAT that forgets idle connections after 2.5 minutes', (t, profile) => {
  // A reading every five minutes, and a keep-alive that is too long for this carrier.
  const configuration = { interval: 5 * MINUTE, broker: { host: 'broker.example.com', keepAlive: 300 * SECOND } };
  const bench = new ScenarioBench(profile, { configuration });
  bench.faults.inject('nat-timeout', { idle: 150 });
  bench.node.start();
  bench.time.advance(60 * MINUTE);
  bench.faults.lift('nat-timeout');
  recovers(t, bench, 15 * MINUTE);
});

onEveryProfile('F18: keep-alive keeps a NAT from forgetting', (t, profile) => {
  const bench = ScenarioBench.online(profile, { configuration: { interval: 10 * MINUTE } });
  bench.faults.inject('nat-timeout', { idle: 150 });
  bench.time.advance(60 * MINUTE);
  t.is(bench.losses, 0);
});

onEveryProfile('F18: a connection that is dead is found within three minutes although nothing is published', (t, profile) => {
  const bench = ScenarioBench.online(profile, { configuration: { interval: 60 * MINUTE } });
  bench.faults.inject('connection-dead');
  bench.time.advance(3 * MINUTE);
  bench.command('{"interval": 5}');
  bench.until(() => bench.node.sensors.intervalOf('room') === 5 * SECOND, 'the command is obeyed', MINUTE);
  recovers(t, bench, MINUTE);
});
