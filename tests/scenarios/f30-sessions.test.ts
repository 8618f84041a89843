import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

onEveryProfile('F30: a broker that keeps the session: what was sent meanwhile is obeyed', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('broker-gone', { duration: 30 });
  bench.command('{"interval": 5}');
  bench.time.advance(2 * MINUTE);
  t.is(bench.node.interval, 5 * SECOND);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F30: a broker that has forgotten the session is subscribed to again', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('forgets-session');
  bench.faults.inject('broker-closes');
  bench.time.advance(2 * MINUTE);
  bench.command('{"interval": 5}');
  bench.time.advance(20 * SECOND);
  t.is(bench.node.interval, 5 * SECOND);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F30: messages that come twice are obeyed, and do no harm', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('messages-doubled');
  bench.command('{"interval": 5}');
  bench.time.advance(20 * SECOND);
  t.is(bench.node.interval, 5 * SECOND);
  recovers(t, bench, MINUTE);
});
