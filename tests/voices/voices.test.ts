import test from 'ava';
import { runVoiced } from './suites.js';

/** `npm run voices` runs more of them, over all suites of the driver. */
const SEED = 1;

test('the suites of modem and client hold on a module that speaks in another voice', (t) => {
  t.timeout(240_000);
  const { failures, command } = runVoiced(SEED, ['modem', 'mqtt']);
  t.deepEqual(failures, [], command);
});
