import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND, START } from './scenario-bench.js';

onEveryProfile('F29: readings from before the clock was known are back-dated, in order', (t, profile) => {
  const bench = new ScenarioBench(profile);
  bench.faults.inject('registration-lost');
  bench.node.start();
  bench.time.advance(5 * MINUTE);
  bench.faults.lift('registration-lost');
  recovers(t, bench, 5 * MINUTE);
  const times = bench.readings('room').map(({ time }) => time ?? 0);
  t.true(times.length >= 30);
  for (const [index, time] of times.entries()) {
    const late = time - (START + index * 10 * SECOND);
    t.true(Math.abs(late) <= 2 * SECOND, `reading ${index + 1} is ${late} ms off`);
  }
});

for (const quarters of [32, -13, 56]) {
  onEveryProfile(`F29: ${quarters} quarter hours from UTC make no difference`, (t, profile) => {
    const bench = new ScenarioBench(profile);
    bench.faults.inject('time-zone', { quarters });
    bench.node.start();
    bench.time.advance(3 * MINUTE);
    recovers(t, bench, MINUTE);
    for (const [index, { time }] of bench.readings('room').entries()) {
      t.true(Math.abs((time ?? 0) - START - index * 10 * SECOND) <= 2 * SECOND);
    }
  });
}

for (const name of ['clock-stepped', 'clock-forgotten', 'clock-wrong', 'time-servers-silent']) {
  onEveryProfile(`F29: ${name} while it runs: nothing is lost, order is kept`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject(name);
    bench.time.advance(10 * MINUTE);
    bench.faults.liftAll();
    recovers(t, bench, 2 * MINUTE);
  });
}
