import type { ExecutionContext } from 'ava';
import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

/** The round trip, and how far apart commands come that take the whole line if answers always go first. */
const FLOODS: readonly { readonly roundTrip: number; readonly apart: number }[] = [
  { roundTrip: 60, apart: 50 },
  { roundTrip: 500, apart: 500 },
  { roundTrip: 1000, apart: 1000 },
];
const DURATION = 10 * MINUTE;

for (const { roundTrip, apart } of FLOODS) {
  for (const publishWindow of [1, 16]) {
    const flood = `F37: a command each ${apart} ms at a round trip of ${roundTrip} ms, window ${publishWindow}`;

    onEveryProfile(`${flood}: readings keep their share, answers theirs, drops are told`, (t, profile) => {
      // A reading every four seconds, which is less than its share of the slowest of these lines.
      const configuration = { interval: 4 * SECOND, publishWindow };
      const bench = ScenarioBench.online(profile, { configuration, broker: { roundTrip } });
      const before = { delivered: bench.node.statistics.delivered, answers: bench.answers().length };
      for (let passed = 0; passed < DURATION; passed += apart) {
        bench.command('{"interval":{"room":4}}');
        bench.time.advance(apart);
      }
      const delivered = bench.node.statistics.delivered - before.delivered;
      const answers = bench.answers().length - before.answers;
      t.true(delivered >= DURATION / (4 * SECOND) - 3, `${delivered} readings in ten minutes`);
      t.true(answers >= DURATION / (10 * roundTrip + 2000), `${answers} answers in ten minutes`);
      t.true(bench.node.statistics.waiting <= 3, `${bench.node.statistics.waiting} readings wait`);
      t.log(`${delivered} readings, ${answers} answers of ${DURATION / apart}`);
      dropsAreTold(t, bench);
      bench.time.advance(2 * MINUTE);
      recovers(t, bench, MINUTE);
      t.is(bench.losses, 0);
    });
  }
}

/** The last answer tells how many were dropped before, and so does the node. */
function dropsAreTold(t: ExecutionContext, bench: ScenarioBench): void {
  const told = bench.progress.filter(([event]) => event === 'answers-dropped' || event === 'messages-dropped');
  const totals = new Map(told.map(([event, total]) => [event, Number(total)]));
  bench.command('{"interval":4}');
  bench.time.advance(2 * MINUTE);
  const answer = bench.answers().at(-1) as { interval?: number; dropped?: number };
  t.is(answer.interval, 4);
  const dropped = [...totals.values()].reduce((sum, total) => sum + total, 0);
  t.true((answer.dropped ?? 0) >= dropped, `${answer.dropped} of ${dropped}`);
}

onEveryProfile('F37: large messages in quick succession: readings go on, and what there is no room for is told', (t, profile) => {
  const bench = ScenarioBench.online(profile, { configuration: { interval: 4 * SECOND }, broker: { roundTrip: 500 } });
  const { delivered } = bench.node.statistics;
  for (let count = 0; count < 300; count += 1) {
    // The client has room for 512 bytes, and a command has 256.
    bench.command('x'.repeat(count % 2 === 0 ? 300 : 700));
    bench.time.advance(SECOND);
  }
  t.true(bench.node.statistics.delivered - delivered >= 300 / 4 - 3);
  bench.command('{"interval":4}');
  bench.until(() => bench.answers().some(({ interval }) => interval === 4), 'the last is answered', 2 * MINUTE);
  const dropped = bench.progress.filter(([event]) => event === 'messages-dropped').map(([, total]) => Number(total));
  const answer = bench.answers().at(-1) as { dropped?: number };
  t.true(dropped.length > 0);
  t.true((answer.dropped ?? 0) >= Math.max(...dropped), `${answer.dropped} of ${Math.max(...dropped)}`);
  t.is(bench.losses, 0);
});
