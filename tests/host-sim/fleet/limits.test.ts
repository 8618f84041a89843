import test from 'ava';
import { checkFits } from '../../../host-sim/fleet/limits.js';
import { type Machine, thisMachine } from '../../../host-sim/fleet/machine.js';

const ROOMY: Machine = { descriptors: Infinity, ports: 64_512, memory: 1e12 };

test('a fleet that fits is let through', (t) => {
  t.notThrows(() => checkFits(10_000, { descriptors: 20_000, ports: 28_232, memory: 24e9 }));
  t.notThrows(() => checkFits(1, thisMachine()));
});

test('one that has not enough file descriptors is told how many it needs, and how to get them', (t) => {
  const machine = { ...ROOMY, descriptors: 1024 };
  t.notThrows(() => checkFits(924, machine));
  t.throws(() => checkFits(1000, machine), {
    code: 'too-large',
    message: '1000 nodes need 1100 file descriptors, one for each connection, and a process may have 1024: ulimit -n 1100',
  });
});

test('one that has not enough ports, or not enough memory, is told how many nodes there may be', (t) => {
  t.throws(() => checkFits(30_000, { ...ROOMY, ports: 28_232 }), {
    code: 'too-large',
    message: /^30000 nodes need as many ports .* has 28232: take fewer/,
  });
  const small = { ...ROOMY, memory: 1e9 };
  const error = t.throws(() => checkFits(10_000, small), {
    code: 'too-large',
    message: /^10000 nodes need about .* of memory, and 1\.0 GB are free: take \d+ or fewer$/,
  });
  const most = Number(/take (\d+)/.exec(error.message)?.[1]);
  t.notThrows(() => checkFits(most, small));
  t.throws(() => checkFits(most + 1, small), { code: 'too-large' });
});

test('what this machine has is known', (t) => {
  const { descriptors, ports, memory } = thisMachine();
  for (const bound of [descriptors, ports, memory]) t.true(bound > 0);
  t.true(ports < 65_536);
});
