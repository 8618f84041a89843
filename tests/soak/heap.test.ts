import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { planFor } from '../../host-sim/soak/plan.js';
import { Soak } from '../../host-sim/soak/soak.js';
import type { SoakDoubles } from '../../host-sim/soak/soak-doubles.js';
import { hoarding } from './doubles.js';

const DAY = 86_400_000;
/** In which the engine has compiled what it runs, and whatever has a bound has reached it. */
const WARM_UP = 18 * DAY;
const WATCHED = 12 * DAY;
/** A node of four readings an hour. */
const SEED = 2;
/**
 * Bytes for each reading: what the engine still learns, and the report's own counts, make some 300 of them. One reading has 60, and
 * is kept in several places.
 */
const LIMIT = 700;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes by which the heap grows with each reading, when all that nobody holds is gone. */
function growth(doubles: SoakDoubles = {}): number {
  const soak = new Soak({ plan: planFor(SEED), doubles });
  const accepted = (): number => soak.watches.readings.accepted + soak.watches.alarms.accepted;
  const held = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  soak.storm();
  soak.run(WARM_UP);
  const before = { heap: held(), accepted: accepted() };
  soak.run(WATCHED);
  const grown = held() - before.heap;
  if (soak.violation !== undefined) throw new Error(`${soak.violation.invariant}: ${soak.violation.detail}`);
  return grown / (accepted() - before.accepted);
}

test.serial('nothing of a reading outlives it', (t) => {
  const bytes = growth();
  t.log(`${bytes.toFixed(0)} bytes for each`);
  t.true(bytes < LIMIT);
});

test.serial('what keeps something of each is seen', (t) => {
  t.true(growth({ outbox: hoarding() }) > LIMIT);
});
