import test from 'ava';
import { trial } from '../../../host-sim/fleet/trial.js';

test('a fleet comes up, delivers, and delivers what it has gathered while the broker was down', async (t) => {
  t.timeout(110_000);
  const phases = new Set<string>();
  const options = { nodes: 3, threads: 2, interval: 1000, duration: 2000, outage: 2000 };
  const result = await trial(options, (phase) => phases.add(phase));
  t.deepEqual([...phases], ['starting', 'settling', 'reconnecting', 'draining']);
  t.is(result.nodes, 3);
  t.true(result.perSecond > 0);
  t.true((result.drained ?? 0) >= (result.reconnected ?? Infinity));
  t.is(result.dropped, 0);
});
