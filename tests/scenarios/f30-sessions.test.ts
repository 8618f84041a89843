import { MINUTE, obeys, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

onEveryProfile('F30: a broker that keeps the session: what was sent meanwhile is obeyed', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('broker-gone', { duration: 30 });
  obeys(t, bench, 2 * MINUTE);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F30: a broker that has forgotten the session is subscribed to again', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('forgets-session');
  bench.faults.inject('broker-closes');
  bench.time.advance(2 * MINUTE);
  obeys(t, bench, 20 * SECOND);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F30: messages that come twice are obeyed, and do no harm', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('messages-doubled');
  obeys(t, bench, 20 * SECOND);
  recovers(t, bench, MINUTE);
});
