import { MINUTE, onEveryProfile, recovers, ScenarioBench } from './scenario-bench.js';

onEveryProfile('F1: a URC between a command and its answer is dispatched, and the command unharmed', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  const unclaimed = bench.node.modem.unclaimedUrcs;
  // Of a slot that nobody has: whoever counts these has been told of the URC.
  bench.faults.inject('urc-before-answer', { urc: '+MQTTBREAK: 2,1', command: 'AT' });
  bench.time.advance(2 * MINUTE);
  t.true(bench.node.modem.unclaimedUrcs - unclaimed >= 12);
  t.is(bench.losses, 0);
  t.is(bench.node.modem.counters.timeouts, 0);
  recovers(t, bench, MINUTE);
});
