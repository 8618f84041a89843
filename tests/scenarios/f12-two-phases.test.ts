import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

onEveryProfile('F12: what was asked for comes after OK', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  for (const command of ['AT+CSQ', 'AT+CMEE?', 'AT+MIPCALL?']) {
    bench.faults.inject('answer-reordered', { command, delay: 20 });
    bench.until(() => bench.faults.active.length === 0, `${command} was asked`, 5 * MINUTE);
  }
  recovers(t, bench, 3 * MINUTE);
});

onEveryProfile('F12: every command answers late, and completions later', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('answers-slow', { delay: 900 });
  bench.faults.inject('latency', { delay: 3000 });
  bench.time.advance(3 * MINUTE);
  t.is(bench.losses, 0);
  bench.faults.liftAll();
  recovers(t, bench, MINUTE);
});
