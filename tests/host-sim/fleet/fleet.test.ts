import test from 'ava';
import { Fleet } from '../../../host-sim/fleet/fleet.js';
import { trial } from '../../../host-sim/fleet/trial.js';

test('a fleet comes up, delivers, and delivers what it has gathered while the broker was down', async (t) => {
  t.timeout(110_000);
  const phases = new Set<string>();
  const options = { nodes: 3, threads: 2, interval: 1000, ramp: 0, duration: 2000, outage: 2000 };
  const result = await trial(options, (phase) => phases.add(phase));
  t.deepEqual([...phases], ['starting', 'settling', 'running', 'outage', 'reconnecting', 'draining']);
  t.is(result.nodes, 3);
  t.true(result.perSecond > 0);
  const { restart } = result;
  t.true(restart !== undefined && restart.halfBack <= restart.back && restart.back <= restart.drained);
  t.is(result.dropped, 0);
});

test('a ramp switches the nodes on one after the other', async (t) => {
  const nobody = 'mqtt://127.0.0.1:1';
  const fleet = new Fleet({ brokerUrl: nobody, nodes: 3, threads: 1, interval: 3_600_000, ramp: 3_600_000 });
  t.teardown(() => fleet.abandon());
  let { accepted } = await fleet.start();
  while (accepted === 0) ({ accepted } = await fleet.census());
  t.is(accepted, 1);
});

test('without one they are switched on together', async (t) => {
  const nobody = 'mqtt://127.0.0.1:1';
  const fleet = new Fleet({ brokerUrl: nobody, nodes: 3, threads: 1, interval: 3_600_000, ramp: 0 });
  t.teardown(() => fleet.abandon());
  let { accepted } = await fleet.start();
  while (accepted < 3) ({ accepted } = await fleet.census());
  t.is(accepted, 3);
});
