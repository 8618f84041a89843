import test from 'ava';
import { VirtualTime } from '../../../host-sim/time/virtual-time.js';
import { cellularError, type CellularError } from '../../../modules/base/errors.js';
import { Ladder } from '../../../modules/modem/recovery/ladder.js';
import type { RecoveryEvent } from '../../../modules/modem/recovery/recovery-event.js';
import { RUNGS } from '../../../modules/modem/recovery/rungs.js';
import type { Trouble } from '../../../modules/modem/recovery/troubles.js';
import type { RecoveryOptions } from '../../../modules/modem/recovery/tools.js';
import { PATIENCE } from '../../../modules/modem/recovery/troubles.js';

const TOOLS: RecoveryOptions = {
  resetPin: { pulse: () => undefined },
  powerKey: { cycle: () => undefined },
  restartHost: () => undefined,
};
const SILENT = cellularError('unresponsive', 'the module does not answer', { isRetryable: true });
const LOST = cellularError('connection-lost', 'lost', { isRetryable: true });

function ladderWith(options: RecoveryOptions = TOOLS) {
  const time = new VirtualTime();
  const events: RecoveryEvent[] = [];
  const fed: number[] = [];
  const ladder = new Ladder(time, {
    watchdog: { feed: () => fed.push(time.now()) },
    onRecovery: (event) => events.push(event),
    ...options,
  });
  /** Fails until a rung is planned, waits for it, and begins it. */
  const climb = (trouble: Trouble, error: CellularError): string | undefined => {
    const pause = ladder.plan(trouble, error);
    if (pause === undefined) return undefined;
    time.advance(pause);
    return ladder.begin()?.name;
  };
  return { time, events, fed, ladder, climb };
}

/** The rungs that a trouble takes in one pass, each as often as it is tried. */
function pathOf(trouble: Trouble): string[] {
  const rungs = RUNGS.filter(({ cures, takesAnswer }) => cures.includes(trouble) && !(takesAnswer && trouble === 'unresponsive'));
  return rungs.flatMap(({ name, attempts }) => Array.from({ length: attempts }, () => name));
}

test('a silent module: from the probe to the restart of the host, and then anew', (t) => {
  const { climb } = ladderWith();
  const pass = ['probe', 'resynchronise', 'reset-pin', 'reset-pin', 'power-cycle', 'power-cycle', 'host-restart'];
  for (const rung of [...pass, ...pass]) t.is(climb('unresponsive', SILENT), rung);
});

test('a host is restarted half a minute after all else has failed, at the earliest', (t) => {
  const { ladder, climb } = ladderWith({ ...TOOLS, random: () => 0 });
  while (climb('unresponsive', SILENT) !== 'power-cycle');
  climb('unresponsive', SILENT);
  t.is(ladder.plan('unresponsive', SILENT), 30_000);
  t.is(ladder.begin()?.name, 'host-restart');
});

test('a connection that does not come up: reopened first, and the host is left alone', (t) => {
  const { climb } = ladderWith();
  const reopened = Array.from({ length: 4 }, () => 'reopen-mqtt');
  const resets = ['cfun-cycle', 'soft-reset', 'reset-pin', 'reset-pin', 'power-cycle', 'power-cycle'];
  for (const rung of [...reopened, 'redial', 'redial', ...resets, 'reopen-mqtt']) t.is(climb('connection', LOST), rung);
});

test('each trouble has its patience, and then its own path', (t) => {
  for (const trouble of ['refusing', 'sim', 'registration', 'data-call'] as const) {
    const { ladder, climb } = ladderWith();
    for (let failure = 0; failure < PATIENCE[trouble]; failure += 1) t.is(ladder.plan(trouble, LOST), undefined, trouble);
    for (const rung of pathOf(trouble)) t.is(climb(trouble, LOST), rung, trouble);
  }
});

test('no rung is skipped without a reason', (t) => {
  const { events, climb } = ladderWith({});
  for (let round = 0; round < 3; round += 1) climb('unresponsive', SILENT);
  const skipped = events.filter(({ outcome }) => outcome === 'skipped');
  t.deepEqual(skipped.map(({ rung, obstacle }) => `${rung} ${String(obstacle)}`), [
    'reopen-mqtt no-cure',
    'redial no-cure',
    'cfun-cycle no-cure',
    'soft-reset no-cure',
    'reset-pin not-configured',
    'power-cycle not-configured',
    'host-restart not-configured',
  ]);
});

test('a refusal that the broker gives a name to is answered by nothing but another attempt', (t) => {
  const causes = [
    cellularError('no-time', 'no clock', { isRetryable: true }),
    cellularError('connection-refused', 'bad user or password', { result: '703', isRetryable: true }),
  ];
  for (const error of causes) {
    const { climb } = ladderWith();
    for (let round = 0; round < 20; round += 1) t.is(climb('connection', error), 'reopen-mqtt');
  }
});

test('certificates that do not fit are answered by what makes the module forget those that it holds', (t) => {
  const { climb } = ladderWith();
  const error = cellularError('tls', 'handshake failed', { isRetryable: true });
  const forgetting = ['soft-reset', 'reset-pin', 'reset-pin', 'power-cycle', 'power-cycle'];
  for (let pass = 0; pass < 3; pass += 1) {
    for (const rung of ['reopen-mqtt', 'reopen-mqtt', 'reopen-mqtt', 'reopen-mqtt', ...forgetting]) t.is(climb('connection', error), rung);
  }
});

test('a card that waits for its PIN or PUK is left to a hand', (t) => {
  for (const code of ['sim-pin', 'sim-puk'] as const) {
    const { ladder, events } = ladderWith();
    for (let round = 0; round < 50; round += 1) t.is(ladder.plan('sim', cellularError(code, 'wants a hand')), undefined);
    t.deepEqual(events, []);
  }
});

test('pauses double with each pass up to their longest, and chance takes at most half', (t) => {
  for (const chance of [0, 0.5, 0.999]) {
    const { ladder, time } = ladderWith({ ...TOOLS, random: () => chance });
    const pauses: { [rung: string]: number[] } = {};
    for (let round = 0; round < 200; round += 1) {
      const pause = ladder.plan('unresponsive', SILENT) ?? -1;
      time.advance(pause);
      const rung = ladder.begin();
      if (rung !== undefined) (pauses[rung.name] ??= []).push(pause);
    }
    for (const rung of RUNGS.filter(({ name }) => name in pauses)) {
      pauses[rung.name].forEach((pause, index) => {
        const pass = Math.floor(index / rung.attempts);
        const full = Math.min(rung.pause * 2 ** pass, rung.longestPause);
        t.is(pause, Math.ceil((full / 2) * (1 + chance)), `${rung.name}, pass ${pass}`);
      });
    }
  }
});

test('a planned rung waits for its time, however often it fails meanwhile', (t) => {
  const { ladder, time } = ladderWith();
  for (let round = 0; round < 4; round += 1) {
    ladder.plan('connection', LOST);
    ladder.begin();
  }
  t.is(ladder.plan('connection', LOST), 2000);
  time.advance(1500);
  t.is(ladder.plan('connection', LOST), 500);
  time.advance(1000);
  t.is(ladder.plan('connection', LOST), 0);
  t.is(ladder.begin()?.name, 'redial');
});

test('what is overcome and comes back goes on where it stood, until it is forgiven', (t) => {
  const { ladder, climb } = ladderWith();
  t.is(climb('unresponsive', SILENT), 'probe');
  ladder.overcome('unresponsive');
  t.is(climb('unresponsive', SILENT), 'resynchronise');
  ladder.overcome('unresponsive');
  ladder.forgive();
  t.is(climb('unresponsive', SILENT), 'probe');
});

test('events and counters tell what was begun, what failed, what cured, and how long it took', (t) => {
  const { ladder, time, events, climb } = ladderWith();
  climb('unresponsive', SILENT);
  time.advance(10_000);
  climb('unresponsive', SILENT);
  time.advance(4000);
  ladder.overcome('unresponsive');
  const told = events.filter(({ outcome }) => outcome !== 'skipped');
  t.deepEqual(told.map(({ rung, outcome, duration }) => [rung, outcome, duration]), [
    ['probe', 'begun', 0],
    ['probe', 'failed', 10_000],
    ['resynchronise', 'begun', 0],
    ['resynchronise', 'cured', 16_000],
  ]);
  t.true(events.every(({ trouble }) => trouble === 'unresponsive'));
  t.true(told.every(({ reason }) => reason === 'unresponsive: the module does not answer'));
  t.deepEqual(ladder.counters[0], { rung: 'probe', begun: 1, skipped: 0, failed: 1, cured: 0, time: 10_000 });
  t.deepEqual(ladder.counters[1], { rung: 'resynchronise', begun: 1, skipped: 0, failed: 0, cured: 1, time: 4000 });
});

test('the watchdog is fed by each rung of the first pass and by the cure, and starves when a pass has not helped', (t) => {
  const { ladder, fed, climb } = ladderWith();
  const path = pathOf('unresponsive').length;
  for (let round = 0; round < path; round += 1) climb('unresponsive', SILENT);
  t.is(fed.length, path);
  for (let round = 0; round < 3 * path; round += 1) climb('unresponsive', SILENT);
  t.is(fed.length, path);
  ladder.overcome('unresponsive');
  t.is(fed.length, path + 1);
});

test('listeners and watchdogs that throw are counted, and stop nothing', (t) => {
  const hostile = (): never => {
    throw new Error('mine');
  };
  const { ladder, climb } = ladderWith({ onRecovery: hostile, watchdog: { feed: hostile } });
  t.is(climb('unresponsive', SILENT), 'probe');
  t.is(ladder.exceptions, 2);
});
