import { WakingSerial } from '../../modules/ports/waking-serial.js';
import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

for (const count of [1, 4, 20]) {
  onEveryProfile(`F17: the first ${count} characters after a pause are lost: tried again, and published`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    bench.faults.inject('wake-up-loss', { idle: 5, count });
    bench.time.advance(10 * MINUTE);
    bench.faults.lift('wake-up-loss');
    recovers(t, bench, 3 * MINUTE, 3 * MINUTE);
  });
}

onEveryProfile('F17: a port that wakes the module first loses nothing', (t, profile) => {
  const bench = new ScenarioBench(profile, {
    serial: (serial, time) => ({ io: WakingSerial, serial, time, idle: 4 * SECOND }),
  });
  bench.faults.inject('wake-up-loss', { idle: 5, count: 8 });
  bench.node.start();
  bench.time.advance(10 * MINUTE);
  t.is(bench.losses, 0);
  t.is(bench.node.modem.counters.timeouts, 0);
  recovers(t, bench, MINUTE, 20 * SECOND);
});
