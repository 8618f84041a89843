import test from 'ava';
import { type CommandHook, NO_OBSTACLE, noHook } from '../../host-sim/module/line/command-hook.js';
import { CME } from '../../host-sim/module/line/result-codes.js';
import { ModemBench } from './modem-bench.js';

function registering(connect = {}, network = {}, isRefused: (command: string) => boolean = () => false): ModemBench {
  const hook: CommandHook = {
    ...noHook,
    onCommand: (command) => (isRefused(command) ? { ...NO_OBSTACLE, refusal: CME.notSupported } : NO_OBSTACLE),
  };
  const bench = new ModemBench({ hook, network: { registration: 2, ...network } });
  bench.module.powerOn();
  bench.modem.connect(connect);
  bench.until('registering');
  bench.time.advance(20_000);
  return bench;
}

test('searching is no error before the limit of seven minutes', (t) => {
  const bench = registering();
  t.is(bench.modem.registration, 'searching');
  t.is(bench.modem.connection, 300);
  bench.time.advance(390_000);
  t.deepEqual(bench.errors, []);
  bench.time.advance(20_000);
  t.deepEqual(bench.errorCodes, ['not-registered']);
  t.true(bench.modem.error?.isRetryable);
  bench.time.advance(600_000);
  t.is(bench.modem.state, 'registering');
  bench.module.radio.setRegistration(1);
  bench.until('up');
  t.is(bench.modem.error, undefined);
});

test('the limit is an option', (t) => {
  const bench = registering({ registrationLimit: 30_000 });
  bench.untilTrue(() => bench.modem.error !== undefined, 15_000);
  t.is(bench.modem.error?.code, 'not-registered');
});

test('a network that answers within the limit is used at once', (t) => {
  const bench = registering();
  bench.time.advance(300_000);
  const start = bench.time.now();
  bench.module.radio.setRegistration(1);
  bench.until('dialling');
  t.true(bench.time.now() - start < 1000);
  bench.until('up');
  t.deepEqual(bench.errors, []);
});

test('a module that reports changes is asked less and less, once a minute at last; others every five seconds', (t) => {
  const reporting = registering();
  const refusing = registering({}, {}, (command) => command.startsWith('AT+C') && command.endsWith('REG='));
  for (const bench of [reporting, refusing]) bench.sent();
  reporting.time.advance(300_000);
  refusing.time.advance(300_000);
  t.true(reporting.count('AT+CEREG?') <= 7, `${reporting.count('AT+CEREG?')}`);
  t.true(reporting.count('AT+CEREG?') >= 5);
  t.true(refusing.count('AT+CEREG?') >= 55, `${refusing.count('AT+CEREG?')}`);
});

test('a registration whose URCs are lost is found within a minute, and the next loss is asked about at once again', (t) => {
  const bench = registering();
  bench.time.advance(300_000);
  // No URC comes any more.
  bench.module.forgetSettings();
  bench.module.radio.setRegistration(1);
  bench.until('dialling', 60_500);
  bench.until('up');
  bench.module.radio.setRegistration(2);
  bench.until('registering');
  bench.sent();
  bench.time.advance(16_000);
  t.true(bench.count('AT+CEREG?') >= 3, `${bench.count('AT+CEREG?')}`);
});

test('a denial is told at once and is not the end', (t) => {
  const bench = registering();
  const start = bench.time.now();
  bench.module.radio.setRegistration(3);
  bench.untilTrue(() => bench.modem.error !== undefined);
  t.true(bench.time.now() - start < 1000);
  t.is(bench.modem.error?.code, 'registration-denied');
  t.is(bench.modem.registration, 'denied');
  bench.time.advance(60_000);
  t.deepEqual(bench.errorCodes, ['registration-denied']);
  bench.module.radio.setRegistration(1);
  bench.until('up');
  t.is(bench.modem.registration, 'home');
  t.is(bench.modem.error, undefined);
});

test('a visited network', (t) => {
  const bench = ModemBench.up({}, { network: { registration: 5 } });
  t.is(bench.modem.registration, 'roaming');
});

test('a visited network where roaming is not allowed', (t) => {
  const bench = registering({ roaming: false }, { registration: 5 });
  t.is(bench.modem.state, 'registering');
  t.is(bench.modem.registration, 'roaming');
  t.is(bench.modem.error?.code, 'not-registered');
  t.is(bench.count('AT+MIPCALL'), 0);
  bench.module.radio.setRegistration(1);
  bench.until('up');
  bench.module.radio.setRegistration(5);
  bench.until('registering', 2000);
  t.pass();
});

test('registration lost and found: the address that survived is kept, and so are the slots', (t) => {
  const bench = ModemBench.up({}, { profile: { losesDataCallWithRegistration: false } });
  let isDown = false;
  bench.modem.claimSlot({
    onUrc: () => undefined,
    onLinkDown: () => {
      isDown = true;
    },
  });
  bench.sent();
  bench.module.radio.setRegistration(2);
  bench.until('registering', 2000);
  bench.time.advance(60_000);
  t.is(bench.modem.connection, 300);
  t.is(bench.modem.registration, 'searching');
  t.is(bench.modem.address, undefined);
  bench.module.radio.setRegistration(1);
  bench.until('up');
  t.is(bench.modem.address, '10.217.202.45');
  t.is(bench.count('AT+MIPCALL=1'), 0);
  t.false(isDown);
});

test('registration lost together with the address: the slots are told, and it is dialled again', (t) => {
  const bench = ModemBench.up();
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  bench.sent();
  bench.module.radio.setRegistration(2);
  bench.until('registering', 2000);
  bench.time.advance(1000);
  t.deepEqual(reasons, ['no-address']);
  bench.module.radio.setRegistration(1);
  bench.until('up');
  t.is(bench.count('AT+MIPCALL=1'), 1);
  t.is(reasons.length, 1);
});

test('a registration that stays away takes the slots with it at the limit', (t) => {
  const bench = ModemBench.up({}, { profile: { losesDataCallWithRegistration: false } });
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  bench.module.radio.setRegistration(2);
  bench.time.advance(421_000);
  t.deepEqual(reasons, ['not-registered']);
});

test('signal and registration are kept up to date', (t) => {
  const bench = ModemBench.up();
  bench.module.radio.setSignal(10);
  bench.time.advance(61_000);
  t.is(bench.modem.RSSI, -93);
  t.is(bench.modem.strength, 'weak');
  bench.module.radio.setSignal(99);
  bench.time.advance(61_000);
  t.is(bench.modem.RSSI, undefined);
  t.is(bench.modem.strength, 'unknown');
  bench.module.radio.setRegistration(5);
  bench.time.advance(1000);
  t.is(bench.modem.registration, 'roaming');
  t.is(bench.modem.state, 'up');
});
