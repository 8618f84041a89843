import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import { MINUTE, onEveryProfile, ScenarioBench, SECOND } from './scenario-bench.js';

/** A reading every ten seconds; the flash holds them for four times as long as without thinning out. */
const OUTAGE = 120 * MINUTE;

onEveryProfile('F36: the host restarts after every few readings of an outage: it is kept to its end, and numbers go on', (t, profile) => {
  const flash = new NorFlash({ blockLength: 1024, blocks: 16 });
  const bench = ScenarioBench.online(profile, {
    outbox: () => new JournalOutbox({ flash: { io: flash }, maximumPayload: 200, whenFull: 'thin-out' }),
  });
  bench.faults.inject('broker-unreachable');
  bench.faults.inject('broker-closes');
  const begin = bench.time.now();
  while (bench.time.now() < begin + OUTAGE) {
    bench.time.advance(41 * SECOND);
    bench.restartHost();
  }
  bench.faults.liftAll();
  const end = bench.time.now();
  bench.until(() => bench.node.statistics.delivered > 0 && bench.node.statistics.waiting === 0, 'all is delivered', 60 * MINUTE);
  const readings = bench.readings();
  const sequences = [...new Set(readings.map(({ sequence }) => sequence))];
  t.deepEqual(sequences, [...sequences].sort((a, b) => a - b));
  t.is(new Set(sequences).size, sequences.length);
  const times = readings.map(({ time }) => time ?? 0).filter((time) => time > 0);
  const before = times.filter((time) => time <= Date.UTC(2026, 2, 1) + end);
  const gaps = before.slice(1).map((time, index) => time - before[index]);
  // Every 64th reading at worst, and a second that a restart takes of each few.
  t.true(Math.max(...gaps) <= 64 * 15 * SECOND, `${Math.max(...gaps) / SECOND} s without a reading`);
});
