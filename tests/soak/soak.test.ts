import test from 'ava';
import { runSeeds } from '../../host-sim/soak/run-seeds.js';
import type { SoakReport } from '../../host-sim/soak/soak-report.js';
import { cellnode } from '../cli/cellnode-process.js';

const DAYS = 3;
/** Among them each kind of node that a plan knows, and one whose host is restarted by the ladder. */
const FIXED = { from: 138, seeds: 7 };
const NEW_SEEDS = 2;

/** As for the property tests: what a failure has printed shows it again. */
const { CELLNODE_SEED: chosen = '' } = process.env;
const firstNewSeed = chosen === '' ? Math.floor(Math.random() * 1e6) + 1000 : Number(chosen);

function failures({ failed }: SoakReport): string {
  return failed
    .map(({ seed, violation }) => {
      const replay = `npm run soak -- --from ${seed} --seeds 1 --days ${DAYS} --trace`;
      return `${violation?.invariant}: ${violation?.detail}\n  ${replay}`;
    })
    .join('\n');
}

test('the invariants hold for seeds that are always the same', async (t) => {
  const report = await runSeeds({ ...FIXED, days: DAYS });
  t.is(failures(report), '');
  t.is(report.lost, 0);
  // One of each node may be under way when it ends.
  const { delivered, lostAtQoS0, dropped, rotten, refused, accepted } = report;
  const underWay = accepted - delivered - lostAtQoS0 - dropped - rotten - refused;
  t.true(underWay >= 0 && underWay <= FIXED.seeds, `${underWay} are under way`);
  t.true(report.nodeHours >= FIXED.seeds * DAYS * 24);
  t.true(report.accepted > FIXED.seeds * DAYS * 24 * 3);
  t.true(Object.keys(report.faults).length > 30);
  t.true(report.hostRestarts > 0);
  t.true(report.rungs['host-restart'].begun > 0);
});

test(`the invariants hold for seeds that nobody has seen: CELLNODE_SEED=${firstNewSeed}`, async (t) => {
  t.log(`seeds ${firstNewSeed} to ${firstNewSeed + NEW_SEEDS - 1}`);
  t.is(failures(await runSeeds({ from: firstNewSeed, seeds: NEW_SEEDS, days: DAYS })), '');
});

test('what comes of a seed does not depend on how many run beside it', async (t) => {
  const [alone, together] = await Promise.all([1, 3].map((workers) => runSeeds({ from: 11, seeds: 3, days: 0.5, workers })));
  const untimed = { wallSeconds: 0, nodeHoursPerSecond: 0 };
  t.deepEqual({ ...alone, ...untimed }, { ...together, ...untimed });
});

test('the command prints one line of JSON, and its status is 0 when every invariant held', async (t) => {
  const { status, output } = await cellnode(t, 'soak', '--seeds', '1', '--days', '1', '--from', '4', '--json');
  t.is(status, 0);
  const report = JSON.parse(output) as SoakReport;
  t.is(report.seeds, 1);
  t.is(report.lost, 0);
  t.is(output.trim().split('\n').length, 1);
});
