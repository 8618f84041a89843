import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

const VARIANTS = [
  ['line-ends', { form: 'lf' }],
  ['line-ends', { form: 'crcrlf' }],
  ['line-ends', { form: 'crlf' }],
  ['blanks', { everywhere: 'yes' }],
  ['blanks', { everywhere: 'no' }],
  ['empty-lines', {}],
  ['echo-form', { terminator: 'sent' }],
  ['echo-form', { terminator: 'left-out' }],
] as const;

for (const [name, options] of VARIANTS) {
  onEveryProfile(`F23: ${[name, ...Object.values(options)].join(' ')}: the same events`, (t, profile) => {
    const bench = new ScenarioBench(profile);
    bench.faults.inject(name, options);
    bench.node.start();
    bench.until(() => bench.readings().length > 0, 'readings come', 2 * MINUTE);
    bench.command('{"interval": 5}');
    bench.time.advance(2 * MINUTE);
    t.is(bench.node.interval, 5 * SECOND);
    const { timeouts, anomalies } = bench.node.modem.counters;
    t.deepEqual([bench.losses, timeouts, anomalies], [0, 0, 0]);
    recovers(t, bench, MINUTE);
  });
}
