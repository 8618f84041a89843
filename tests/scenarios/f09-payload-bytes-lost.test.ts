import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

for (const count of [1, 3, 40]) {
  onEveryProfile(`F9: ${count} bytes of a payload are lost: the line comes free, and the reading is sent again`, (t, profile) => {
    const bench = ScenarioBench.online(profile);
    for (let round = 0; round < 3; round += 1) {
      bench.faults.inject('payload-short', { count });
      bench.until(() => bench.faults.active.length === 0, 'the bytes are lost', 2 * MINUTE);
      const last = bench.accepted().at(-1);
      bench.until(() => bench.readings().some(({ sequence }) => sequence === last), 'it is sent again', 2 * MINUTE);
    }
    recovers(t, bench, MINUTE, 20 * SECOND);
  });
}
