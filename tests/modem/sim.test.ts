import test from 'ava';
import { ModemBench } from './modem-bench.js';

test('a SIM card that is busy at first is waited for', (t) => {
  const bench = ModemBench.up({}, { profile: { timing: { simReady: [12_000, 12_000] } } });
  t.deepEqual(bench.errors, []);
  t.is(bench.modem.sim, 'ready');
});

test('one that stays busy is reported, and used as soon as it is ready', (t) => {
  const bench = new ModemBench({ profile: { timing: { simReady: [100_000, 100_000] } } });
  bench.module.powerOn();
  bench.modem.connect();
  bench.untilTrue(() => bench.modem.error !== undefined);
  t.is(bench.modem.error?.code, 'sim-absent');
  t.is(bench.modem.sim, 'busy');
  bench.until('up', 200_000);
  t.is(bench.modem.error, undefined);
});

test('no SIM card: a named cause, an unhurried retry, and up when one is put in', (t) => {
  const bench = new ModemBench({ sim: { isInserted: false } });
  bench.module.powerOn();
  bench.modem.connect();
  bench.untilTrue(() => bench.modem.error !== undefined);
  t.is(bench.modem.error?.code, 'sim-absent');
  t.is(bench.modem.error?.result, '+CME ERROR: 10');
  t.is(bench.modem.sim, 'absent');
  t.is(bench.modem.connection, 100);
  bench.time.advance(600_000);
  const queries = bench.count('AT+CPIN?');
  t.true(queries > 5 && queries < 20, `${queries} queries in ten minutes`);
  bench.module.sim.insert();
  bench.until('up', 20_000);
  t.is(bench.modem.sim, 'ready');
});

test('a PIN is entered when it is asked for', (t) => {
  const bench = ModemBench.up({ pin: '1234' }, { sim: { pin: '1234' } });
  t.is(bench.count('AT+CPIN="1234"'), 1);
  t.deepEqual(bench.errors, []);
  t.is(bench.modem.sim, 'ready');
});

test('a PIN that nobody asks for is not entered', (t) => {
  const bench = ModemBench.up({ pin: '1234' });
  t.is(bench.count('AT+CPIN='), 0);
});

test('a PIN is wanted and none was given', (t) => {
  const bench = new ModemBench({ sim: { pin: '1234' } });
  bench.module.powerOn();
  bench.modem.connect();
  bench.untilTrue(() => bench.modem.error !== undefined);
  t.is(bench.modem.error?.code, 'sim-pin');
  t.false(bench.modem.error?.isRetryable);
  t.is(bench.modem.sim, 'pin');
  bench.modem.disconnect();
  bench.until('disconnected');
  bench.modem.connect({ pin: '1234' });
  bench.until('up');
});

test('a wrong PIN is entered once, however long it takes, through reboots and new attempts', (t) => {
  const bench = new ModemBench({ sim: { pin: '1234' } });
  bench.module.powerOn();
  bench.modem.connect({ pin: '9999' });
  bench.untilTrue(() => bench.modem.error?.code === 'sim-pin');
  t.regex(bench.modem.error?.message ?? '', /refused/);
  bench.time.advance(3_600_000);
  bench.module.reset();
  bench.time.advance(600_000);
  bench.modem.disconnect();
  bench.until('disconnected');
  bench.modem.connect({ pin: '9999' });
  bench.time.advance(600_000);
  bench.module.sim.remove();
  bench.time.advance(60_000);
  bench.module.sim.insert();
  bench.time.advance(600_000);
  t.is(bench.count('AT+CPIN='), 1);
  t.is(bench.module.sim.pinTries, 2);

  bench.modem.disconnect();
  bench.until('disconnected');
  bench.modem.connect({ pin: '1234' });
  bench.until('up');
  t.is(bench.module.sim.pinTries, 3);
});

test('a PIN that was right is entered again after each start of the module', (t) => {
  const bench = ModemBench.up({ pin: '1234' }, { sim: { pin: '1234' } });
  for (let restart = 0; restart < 4; restart += 1) {
    bench.time.advance(120_000);
    bench.module.reset();
    bench.until('waking');
    bench.until('up');
  }
  t.is(bench.count('AT+CPIN="1234"'), 5);
  t.is(bench.module.sim.pinTries, 3);
});

test('a card that wants its PUK is left alone', (t) => {
  const bench = new ModemBench({ sim: { pin: '1234' } });
  for (let tries = 0; tries < 3; tries += 1) bench.module.sim.verifyPin('0000');
  bench.module.powerOn();
  bench.modem.connect({ pin: '1234' });
  bench.untilTrue(() => bench.modem.error !== undefined);
  t.is(bench.modem.error?.code, 'sim-puk');
  t.is(bench.modem.sim, 'puk');
  bench.time.advance(3_600_000);
  t.is(bench.count('AT+CPIN='), 0);
});

test('removed while up: the link is down with a reason; back again: up again', (t) => {
  const bench = ModemBench.up();
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  bench.time.advance(120_000);
  bench.module.sim.remove();
  bench.until('sim', 2000);
  bench.time.advance(100);
  t.deepEqual(reasons, ['sim-absent']);
  t.is(bench.modem.sim, 'absent');
  t.is(bench.modem.error?.code, 'sim-absent');
  t.is(bench.modem.connection, 100);
  t.is(bench.modem.address, undefined);
  bench.time.advance(300_000);
  t.is(bench.modem.state, 'sim');
  bench.module.sim.insert();
  bench.until('up', 30_000);
  t.is(bench.modem.error, undefined);
  t.deepEqual(reasons, ['sim-absent']);
});

test('removed while registering', (t) => {
  const bench = new ModemBench({ network: { registration: 2 } });
  bench.module.powerOn();
  bench.modem.connect();
  bench.until('registering');
  bench.time.advance(20_000);
  bench.module.sim.remove();
  bench.until('sim', 10_000);
  bench.module.radio.setRegistration(1);
  bench.module.sim.insert();
  bench.until('up');
  t.pass();
});

test('`+SIM DROP` is a removal too', (t) => {
  const bench = ModemBench.up({}, { profile: { simRemovalReport: 'DROP' } });
  bench.module.sim.remove();
  bench.until('sim', 2000);
  bench.module.sim.insert();
  bench.until('up', 30_000);
  t.pass();
});
