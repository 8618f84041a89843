import test from 'ava';
import { profiles } from '../../../host-sim/module/profile.js';
import { cellularError } from '../../../modules/base/errors.js';
import { RUNGS } from '../../../modules/modem/recovery/rungs.js';
import { RecoveryBench } from './recovery-bench.js';

/** Milliseconds from a rung's action to the verdict on it: the states after it have deadlines of their own. */
const VERDICT = 90_000;

for (const [name, profile] of Object.entries(profiles)) {
  test(`${name}: no rung takes longer than its budget and the verdict on it`, (t) => {
    const recovery = RecoveryBench.up({ profile, random: () => 0.5 });
    recovery.bench.lossAhead = Infinity;
    recovery.bench.time.advance(3_600_000);
    const failed = recovery.events.filter(({ outcome }) => outcome === 'failed');
    t.true(failed.length > 10);
    for (const { rung, duration } of failed) {
      const row = RUNGS.find((candidate) => candidate.name === rung);
      t.true(duration <= (row?.budget ?? 0) + VERDICT, `${rung} ${duration}`);
    }
    recovery.bench.lossAhead = 0;
    recovery.bench.until('up', 3_600_000);
  });
}

test('a pin that never lets go of the module ends with its budget, and the ladder goes on', (t) => {
  const stuck = { pulse: () => undefined };
  const recovery = RecoveryBench.up({ without: ['powerKey', 'restartHost'] });
  recovery.bench.restartHost({
    recovery: {
      resetPin: stuck,
      onRecovery: (event) => recovery.events.push({ ...event, at: recovery.bench.time.now() }),
    },
  });
  recovery.bench.modem.connect();
  recovery.bench.until('up');
  recovery.bench.lossAhead = Infinity;
  recovery.bench.time.advance(900_000);
  const budget = RUNGS.find(({ name }) => name === 'reset-pin')?.budget ?? 0;
  const ended = recovery.events.filter(({ rung, outcome }) => rung === 'reset-pin' && outcome === 'failed');
  t.true(ended.length >= 2);
  for (const { duration } of ended) t.is(Math.round(duration), budget);
});

test('a tool that throws is a rung that failed', (t) => {
  const recovery = new RecoveryBench({ without: ['resetPin', 'restartHost'] });
  recovery.bench.restartHost({
    recovery: {
      powerKey: {
        cycle: () => {
          throw new Error('the pin is gone');
        },
      },
    },
  });
  const { bench } = recovery;
  bench.modem.connect();
  bench.until('up');
  bench.lossAhead = Infinity;
  bench.time.advance(1_200_000);
  const counters = bench.modem.recovery.find(({ rung }) => rung === 'power-cycle');
  t.true((counters?.failed ?? 0) >= 1);
  t.true(bench.modem.callbackExceptions >= 1);
  bench.lossAhead = 0;
  bench.until('up', 3_600_000);
});

test('a module that is away for hours is asked slowly, not in a busy loop', (t) => {
  const recovery = RecoveryBench.up();
  recovery.bench.lossAhead = Infinity;
  recovery.bench.time.advance(3_600_000);
  recovery.bench.sent();
  const before = recovery.events.length;
  recovery.bench.time.advance(4 * 3_600_000);
  const later = recovery.events.slice(before);
  const pulses = later.filter(({ rung, outcome }) => rung === 'power-cycle' && outcome === 'begun').length;
  t.true(pulses >= 1 && pulses <= 20, `${pulses} power cycles in four hours`);
});

test('an error that a user of a slot reports while the modem is not up is none of the ladder’s', (t) => {
  const recovery = new RecoveryBench();
  recovery.bench.modem.connectionFailed(cellularError('connection-lost', 'lost'));
  t.deepEqual(recovery.events, []);
});
