import { badYear } from '../../host-sim/faults/fault-mix.js';
import { FaultSchedule } from '../../host-sim/faults/fault-schedule.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

const HOUR = 60 * MINUTE;
/** Fifty bad years at once: some eleven hundred faults a day. */
const HASTE = 50;

for (const seed of [1, 2, 3]) {
  onEveryProfile(`half a day of faults by chance, fifty times as often as in a bad year, seed ${seed}`, (t, profile) => {
    const bench = ScenarioBench.online(profile, { configuration: { interval: 2 * MINUTE } });
    const mix = badYear.map((rate) => ({ ...rate, perDay: HASTE * rate.perDay }));
    const schedule = new FaultSchedule(bench.time, bench.faultyModule, { mix, seed });
    bench.time.advance(12 * HOUR);
    schedule.stop();
    bench.faults.liftAll();
    recovers(t, bench, 30 * MINUTE);
    t.true(Object.values(bench.faults.counts).reduce((sum, count) => sum + count, 0) > 300);
  });
}
