import test from 'ava';
import { profiles } from '../../../host-sim/module/profile.js';
import { RecoveryBench } from './recovery-bench.js';

const DAY = 86_400_000;

for (const [name, profile] of Object.entries(profiles)) {
  test(`${name}: a wrong PIN is entered once, and no rung is climbed for it`, (t) => {
    const recovery = new RecoveryBench({ profile, connect: { pin: '9999' }, sim: { pin: '1234' } });
    recovery.bench.time.advance(DAY);
    t.is(recovery.bench.count('AT+CPIN="9999"'), 1);
    t.is(recovery.bench.modem.error?.code, 'sim-pin');
    t.deepEqual(recovery.begun(), []);
    t.false(recovery.bench.module.sim.isBlocked);
  });

  test(`${name}: a missing card is named, looked for slowly, and found when it returns`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    recovery.bench.module.sim.remove();
    recovery.bench.time.advance(DAY / 4);
    t.is(recovery.bench.modem.error?.code, 'sim-absent');
    recovery.bench.sent();
    recovery.bench.time.advance(DAY / 4);
    const lines = recovery.bench.sent().length;
    t.true(lines > 10 && lines < 2000, `${lines} lines in six hours`);
    recovery.bench.module.sim.insert();
    recovery.bench.until('up', 300_000);
  });

  test(`${name}: a denied registration is named, asked for slowly, and taken when it is granted`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    recovery.bench.module.radio.setRegistration(3);
    recovery.bench.untilTrue(() => recovery.bench.modem.error?.code === 'registration-denied');
    recovery.bench.time.advance(DAY / 4);
    recovery.bench.sent();
    recovery.bench.time.advance(3_600_000);
    const lines = recovery.bench.sent().length;
    t.true(lines < 1500, `${lines} lines in an hour`);
    recovery.bench.module.radio.setRegistration(1);
    recovery.bench.until('up', 3_700_000);
  });
}

test('a host that restarts again and again with a wrong PIN leaves the last attempt to a hand', (t) => {
  const recovery = new RecoveryBench({ connect: { pin: '9999' }, sim: { pin: '1234' } });
  const { bench } = recovery;
  for (let restart = 0; restart < 10; restart += 1) {
    bench.time.advance(30_000);
    bench.restartHost();
    bench.modem.connect({ pin: '9999' });
  }
  bench.time.advance(30_000);
  t.is(bench.count('AT+CPIN="9999"'), 2);
  t.is(bench.modem.error?.code, 'sim-pin');
  t.false(bench.module.sim.isBlocked);
  bench.restartHost();
  bench.modem.connect({ pin: '1234' });
  bench.time.advance(30_000);
  t.is(bench.count('AT+CPIN="1234"'), 0);
});
