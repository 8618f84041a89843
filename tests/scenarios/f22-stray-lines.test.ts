import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

for (const line of ['spi_flash: 0x1f ready', 'READY', '+', '> ', 'AT', '12,34', 'NO CARRIER']) {
  onEveryProfile(`F22: ${JSON.stringify(line)} before every final result is tolerated`, (t, profile) => {
    const bench = new ScenarioBench(profile);
    bench.faults.inject('stray-lines', { text: line });
    bench.node.start();
    bench.until(() => bench.readings().length > 0, 'readings come', 3 * MINUTE);
    bench.time.advance(3 * MINUTE);
    t.is(bench.losses, 0);
    recovers(t, bench, MINUTE);
  });
}
