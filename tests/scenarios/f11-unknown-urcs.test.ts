import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

onEveryProfile('F11: unknown URCs are counted and ignored', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  for (const urc of ['+XYZZY: 1,"OK",2', '^BOOT: 0', '+MQTTXYZ: 1,1', '*PSUTTZ: 24/01/01', 'RING', '%%%']) {
    bench.faults.inject('unknown-urc', { urc });
    bench.time.advance(7 * SECOND);
  }
  t.true(bench.node.modem.counters.anomalies >= 5);
  t.is(bench.losses, 0);
  recovers(t, bench, MINUTE);
});

onEveryProfile('F11: in a storm of URCs others are served, and so are commands', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  // 3,000 lines in a minute: a quarter of what the line can carry.
  bench.faults.inject('urc-storm', { count: 3000, interval: 20, urc: '+XYZZY: 123456,"storm of these",2' });
  bench.command('{"interval": 4}');
  bench.time.advance(MINUTE);
  t.is(bench.node.sensors.intervalOf('room'), 4 * SECOND);
  t.is(bench.losses, 0);
  recovers(t, bench, MINUTE);
});
