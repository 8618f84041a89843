import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

for (const command of ['AT+MQTT', 'AT+MQTTOPEN', 'AT+MIPCALL']) {
  onEveryProfile(`F20: ${command} is refused until a restart: the ladder finds one, with a reason at each rung`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject('operation-in-progress', { command });
    bench.faults.inject('data-call-lost');
    bench.until(() => bench.faults.active.length === 0, 'the module was restarted', 60 * MINUTE);
    recovers(t, bench, 10 * MINUTE);
    t.true(bench.recoveries.some(({ rung, outcome }) => rung === 'soft-reset' && outcome === 'begun'));
    t.true(bench.recoveries.every(({ reason }) => reason !== ''));
  });
}

onEveryProfile('F20: a module that hangs is power-cycled', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('hung');
  bench.until(() => bench.faults.active.length === 0, 'its power was cut', 5 * MINUTE);
  recovers(t, bench, MINUTE, 3 * MINUTE);
});
