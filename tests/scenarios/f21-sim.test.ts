import { MINUTE, onEveryProfile, recovers, ScenarioBench, SECOND } from './scenario-bench.js';

onEveryProfile('F21: a SIM card that is pulled is named, and comes back', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('sim-removed');
  bench.time.advance(5 * SECOND);
  t.is(bench.node.modem.sim, 'absent');
  t.is(bench.node.modem.error?.code, 'sim-absent');
  bench.time.advance(10 * MINUTE);
  bench.faults.lift('sim-removed');
  recovers(t, bench, 10 * MINUTE);
});

onEveryProfile('F21: a SIM card that stays busy is named, and waited for', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('sim-busy');
  bench.faults.inject('reboot');
  bench.time.advance(2 * MINUTE);
  t.is(bench.node.modem.sim, 'busy');
  bench.faults.lift('sim-busy');
  recovers(t, bench, 10 * MINUTE);
});

onEveryProfile('F21: a PIN that is not known is named, never guessed, and no busy loop', (t, profile) => {
  const bench = ScenarioBench.online(profile);
  bench.faults.inject('sim-wants-pin', { pin: '4711' });
  bench.time.advance(20 * SECOND);
  bench.sent();
  bench.time.advance(30 * MINUTE);
  t.is(bench.node.modem.error?.code, 'sim-pin');
  const sent = bench.sent();
  t.false(sent.includes('AT+CPIN='));
  t.true(sent.split('\r').length < 600, `${sent.split('\r').length} commands in half an hour`);
  bench.faults.lift('sim-wants-pin');
  recovers(t, bench, 10 * MINUTE);
});

onEveryProfile('F21: a PIN that is known is entered', (t, profile) => {
  const bench = ScenarioBench.online(profile, { configuration: { network: { pin: '4711' } } });
  bench.faults.inject('sim-wants-pin', { pin: '4711' });
  bench.time.advance(MINUTE);
  recovers(t, bench, 2 * MINUTE);
  t.is(bench.module.sim.pinTries, 3);
});

onEveryProfile('F21: a wrong PIN is entered once', (t, profile) => {
  const bench = ScenarioBench.online(profile, { configuration: { network: { pin: '1234' } } });
  bench.faults.inject('sim-wants-pin', { pin: '4711' });
  bench.time.advance(60 * MINUTE);
  t.is(bench.module.sim.pinTries, 2);
  t.is(bench.node.modem.error?.code, 'sim-pin');
});
