import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

onEveryProfile('F10: a receive FIFO that overflows loses lines, which is counted, and nothing stalls', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  for (let round = 0; round < 10; round += 1) {
    // 400 bytes in one burst, of which the FIFO holds a quarter: the cut goes through another part of a line each time.
    bench.faults.inject('fifo-overrun', { latency: 40, fifo: 100 + round });
    bench.faults.inject('urc-storm', { count: 20, interval: 0, urc: '+MQTTBREAK: 2,1' });
    bench.time.advance(10_000);
  }
  t.true(bench.node.modem.counters.anomalies > 0);
  bench.faults.liftAll();
  recovers(t, bench, 2 * MINUTE);
});

onEveryProfile('F10: a host that is late itself: the UART counts what was lost, and nothing stalls', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.uart.hostLatency = 40;
  for (let round = 0; round < 10; round += 1) {
    bench.faults.inject('urc-storm', { count: 30, interval: 0 });
    bench.time.advance(10_000);
  }
  t.true(bench.uart.overruns > 0);
  bench.uart.hostLatency = 0;
  recovers(t, bench, 2 * MINUTE);
});
