import { NorFlash } from '../../host-sim/flash/nor-flash.js';
import { json } from '../../modules/encodings/json.js';
import { JournalOutbox } from '../../modules/telemetry/journal/journal-outbox.js';
import type { RealTimeClock } from '../../modules/ports/real-time-clock.js';
import { MINUTE, onEveryProfile, ScenarioBench, SECOND, START } from './scenario-bench.js';

/** Six readings a minute, or with three sensors and messages seventeen: more than the flash has room for without thinning out. */
const OUTAGE = 120 * MINUTE;

onEveryProfile('F36: the host restarts after every few readings of an outage: it is kept to its end, and numbers go on', (t, profile) => {
  // With half of them the outage of several sensors is longer than every 64th reading has room for, and its end is missing.
  const flash = new NorFlash({ blockLength: 1024, blocks: 96 });
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
  const before = [...times.filter((time) => time <= START + end), START + end];
  const gaps = before.slice(1).map((time, index) => time - before[index]);
  // Every 64th reading at worst, and a second that a restart takes of each few.
  t.true(Math.max(...gaps) <= 64 * 15 * SECOND, `${Math.max(...gaps) / SECOND} s without a reading`);
});

/** Runs on whatever the host does. */
class HostClock implements RealTimeClock {
  #offset = 0;

  constructor(readonly now: () => number) {}

  get time(): number {
    return this.now() + this.#offset;
  }

  set time(value: number) {
    this.#offset = value - this.now();
  }
}

interface DatedReading {
  readonly sequence: number;
  readonly sensor: string;
  readonly time: number | null;
  readonly uncertainty?: number;
  /** When it was taken, which the sensor knows. */
  readonly sample: { readonly at: number };
}

/** Nobody knows UTC: no network, and a module that restarts with the host. Gives what arrives afterwards. */
function outageWithoutClock(profile: string, hasClock: boolean): readonly DatedReading[] {
  const flash = new NorFlash({ blockLength: 1024, blocks: 16 });
  const now = { at: (): number => 0 };
  const clock = new HostClock(() => now.at());
  class Watch {
    sample(): unknown {
      return { at: now.at() };
    }
    close(): void {
      // It has nothing that it could let go of.
    }
  }
  const options = { flash: { io: flash }, maximumPayload: 200, ...(hasClock ? { clock } : {}) };
  const bench = new ScenarioBench(profile, { node: { sensor: { io: Watch }, encoding: json }, outbox: () => new JournalOutbox(options) });
  now.at = () => START + bench.time.now();
  bench.node.start();
  bench.until(() => bench.readings().length > 3, 'readings come');
  bench.faults.inject('registration-lost');
  for (let start = 0; start < 20; start += 1) {
    bench.time.advance(41 * SECOND);
    bench.module.reset();
    bench.restartHost();
  }
  bench.faults.liftAll();
  bench.until(() => bench.node.statistics.delivered > 0 && bench.node.statistics.waiting === 0, 'all is delivered', 60 * MINUTE);
  const readings = bench.texts('readings').map((text) => JSON.parse(text) as DatedReading);
  return readings.filter(({ sensor }) => sensor === 'room');
}

for (const hasClock of [true, false]) {
  onEveryProfile(`F36: restarts without UTC, ${hasClock ? 'a' : 'no'} clock of the host runs on: readings arrive dated`, (t, profile) => {
    const readings = outageWithoutClock(profile, hasClock);
    t.true(readings.length > 80);
    for (const { sequence, time, uncertainty = 1000, sample } of readings) {
      t.true(time !== null && Math.abs(time - sample.at) <= uncertainty, `reading ${sequence}: ${time} for ${sample.at}`);
    }
    const widest = Math.max(...readings.map(({ uncertainty = 0 }) => uncertainty));
    t.log(`within ${widest / SECOND} s`);
    // Without a clock: at most the seconds from the last reading of a start to the restart, of twenty of them, half on either side.
    t.true(widest <= (hasClock ? 2 * SECOND : 110 * SECOND), `${widest} ms`);
  });
}
