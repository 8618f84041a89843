import test from 'ava';
import { profiles } from '../../../host-sim/module/profile.js';
import { RUNGS } from '../../../modules/modem/recovery/rungs.js';
import { RecoveryBench } from './recovery-bench.js';

const BEFORE_HARDWARE = ['probe', 'resynchronise'];
const NEEDS_AN_ANSWER = ['reopen-mqtt: no-cure', 'redial: no-cure', 'cfun-cycle: no-cure', 'soft-reset: no-cure'];

/** No byte reaches the module, and none of it comes back to life by itself. */
function hang(recovery: RecoveryBench): () => void {
  recovery.bench.lossAhead = Infinity;
  return () => {
    recovery.bench.lossAhead = 0;
  };
}

/** The module refuses to dial, which is tried twice before the ladder is climbed. */
function refuseToDial(recovery: RecoveryBench): () => void {
  recovery.bench.refusedBeginning = 'AT+MIPCALL=1';
  recovery.bench.module.dataCall.lose({ withUrc: true });
  return () => {
    recovery.bench.refusedBeginning = undefined;
  };
}

for (const [name, profile] of Object.entries(profiles)) {
  test(`${name}: probe cures a module that was only busy`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    const answerAgain = hang(recovery);
    recovery.onBegun = answerAgain;
    recovery.untilCured();
    t.deepEqual(recovery.begun(), ['probe']);
    t.deepEqual(recovery.cured(), ['probe']);
  });

  test(`${name}: resynchronise cures a module that listens at another rate, and sets its rate right`, (t) => {
    for (const rate of [9600, 57600, 460800, 921600]) {
      const recovery = RecoveryBench.up({ profile });
      const { module } = recovery.bench.uart;
      module.baud = rate;
      recovery.untilCured();
      t.deepEqual(recovery.begun(), BEFORE_HARDWARE, String(rate));
      t.deepEqual(recovery.cured(), ['resynchronise'], String(rate));
      t.is(module.baud, 115200, String(rate));
    }
  });

  test(`${name}: redial cures a network that gives no address until it was hung up`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    const dialAgain = refuseToDial(recovery);
    recovery.onBegun = dialAgain;
    recovery.untilCured();
    t.deepEqual(recovery.cured(), ['redial']);
    t.deepEqual(recovery.skipped(), ['probe: no-cure', 'resynchronise: no-cure', 'reopen-mqtt: no-cure']);
    t.is(recovery.bench.count('AT+MIPCALL=0'), 1);
  });

  test(`${name}: cfun-cycle cures what only a new registration does`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    const dialAgain = refuseToDial(recovery);
    recovery.bench.untilTrue(() => {
      if (recovery.bench.count('AT+CFUN=4') > 0) dialAgain();
      return recovery.cured().length > 0;
    }, 1_500_000);
    t.deepEqual(recovery.begun(), ['redial', 'redial', 'cfun-cycle']);
    t.deepEqual(recovery.cured(), ['cfun-cycle']);
  });

  test(`${name}: soft-reset cures what only a restart of the module does`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    recovery.onPowerLost = refuseToDial(recovery);
    recovery.untilCured();
    t.deepEqual(recovery.begun(), ['redial', 'redial', 'cfun-cycle', 'soft-reset']);
    t.deepEqual(recovery.cured(), ['soft-reset']);
  });

  test(`${name}: reset-pin cures a module that hears nothing`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    recovery.onPowerLost = hang(recovery);
    recovery.untilCured();
    t.deepEqual(recovery.begun(), [...BEFORE_HARDWARE, 'reset-pin']);
    t.deepEqual(recovery.cured(), ['reset-pin']);
    t.deepEqual(recovery.skipped(), NEEDS_AN_ANSWER);
  });

  test(`${name}: power-cycle cures a module that no reset brings back`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    recovery.onPowerCut = hang(recovery);
    recovery.untilCured();
    t.deepEqual(recovery.begun(), [...BEFORE_HARDWARE, 'reset-pin', 'reset-pin', 'power-cycle']);
    t.deepEqual(recovery.cured(), ['power-cycle']);
  });

  test(`${name}: host-restart is the last rung, for a port that nothing else brings back`, (t) => {
    const recovery = RecoveryBench.up({ profile });
    recovery.onHostRestart = hang(recovery);
    recovery.bench.untilTrue(() => recovery.hostRestarts > 0, 1_500_000);
    t.deepEqual(recovery.begun(), [...BEFORE_HARDWARE, 'reset-pin', 'reset-pin', 'power-cycle', 'power-cycle', 'host-restart']);
    recovery.bench.until('up', 300_000);
    t.is(recovery.hostRestarts, 1);
  });
}

test('each rung says what it costs, and no two are one', (t) => {
  const names = RUNGS.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
  for (const rung of RUNGS) {
    t.true(rung.budget > 0 && rung.attempts > 0 && rung.longestPause >= rung.pause, rung.name);
    t.true(rung.cures.length > 0, rung.name);
  }
});
