import test from 'ava';
import { SETTLED, TextMemory } from '../support/text-memory.js';
import { ModemBench } from './modem-bench.js';

for (const dialReport of ['address', 'state-address', 'two-addresses'] as const) {
  test(`the address in the shape of ${dialReport}, dialled and found`, (t) => {
    const bench = ModemBench.up({}, { profile: { dialReport } });
    t.is(bench.modem.address, '10.217.202.45');
    bench.restartHost({ memory: new TextMemory(SETTLED) });
    bench.modem.connect();
    bench.until('up');
    t.is(bench.modem.address, '10.217.202.45');
    t.is(bench.count('AT+MIPCALL=1'), 1);
  });
}

test('the access point and its user', (t) => {
  const bench = ModemBench.up({ apn: '3GNET', user: 'u\\', password: 'geheim', authentication: 2 });
  t.is(bench.count('AT+MIPCALL=1,"3GNET","u\\5C","geheim",2'), 1);
});

for (const dialFailure of ['completion', 'final'] as const) {
  for (const noAddressReport of ['state', 'state-address'] as const) {
    test(`no address (${dialFailure}, ${noAddressReport}): reported, tried again after growing pauses`, (t) => {
      const bench = new ModemBench({ network: { hasDataService: false }, profile: { dialFailure, noAddressReport } });
      bench.module.powerOn();
      bench.modem.connect();
      bench.untilTrue(() => bench.modem.error !== undefined);
      t.is(bench.modem.error?.code, 'no-address');
      t.true(bench.modem.error?.isRetryable);
      bench.sent();
      bench.time.advance(60_000);
      const first = bench.count('AT+MIPCALL=1');
      bench.time.advance(600_000);
      bench.sent();
      bench.time.advance(600_000);
      const later = bench.count('AT+MIPCALL=1');
      t.true(first >= 3 && later <= 6, `${first} in the first minute, ${later} in ten later ones`);
      bench.module.radio.setDataService(true);
      bench.until('up', 150_000);
      t.is(bench.modem.error, undefined);
    });
  }
}

test('a refusal carries what the module said', (t) => {
  const bench = new ModemBench({ network: { hasDataService: false }, profile: { dialFailure: 'final' } });
  bench.module.powerOn();
  bench.modem.connect();
  bench.untilTrue(() => bench.modem.error !== undefined);
  t.is(bench.modem.error?.command, 'AT+MIPCALL=');
  t.regex(bench.modem.error?.result ?? '', /^\+CME ERROR: \d+$/);
});

test('a call that somebody else is dialling is waited for', (t) => {
  const bench = new ModemBench({ profile: { timing: { dial: [20_000, 20_000] } } });
  bench.module.powerOn();
  bench.modem.connect();
  bench.untilTrue(() => bench.module.dataCall.state === 'dialling');
  bench.sent();
  bench.restartHost({ memory: new TextMemory(SETTLED) });
  bench.modem.connect();
  bench.until('up');
  t.is(bench.count('AT+MIPCALL=1'), 0);
});

test('a stale address is hung up first', (t) => {
  const bench = ModemBench.up();
  bench.module.dataCall.goStale();
  bench.restartHost({ memory: new TextMemory(SETTLED) });
  bench.sent();
  bench.modem.connect();
  bench.until('up');
  t.is(bench.modem.address, '10.217.202.45');
  const calls = bench.sent().filter((line) => line.startsWith('AT+MIPCALL='));
  t.deepEqual(calls, ['AT+MIPCALL=0', 'AT+MIPCALL=1']);
});

test('the address is lost with a word: slots are told, and it is dialled again at once', (t) => {
  const bench = ModemBench.up();
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  bench.time.advance(120_000);
  bench.sent();
  bench.module.dataCall.lose({ withUrc: true });
  bench.until('dialling', 1000);
  bench.until('up', 5000);
  t.deepEqual(reasons, ['no-address']);
  t.is(bench.count('AT+MIPCALL=1'), 1);
  t.is(bench.modem.error, undefined);
});

test('the address is lost without a word: the next check finds it', (t) => {
  const bench = ModemBench.up();
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  bench.time.advance(30_000);
  bench.module.dataCall.lose({ withUrc: false });
  bench.until('dialling', 61_000);
  bench.until('up', 5000);
  t.deepEqual(reasons, ['no-address']);
});

test('an address that turns stale while up is found too', (t) => {
  const bench = ModemBench.up();
  bench.module.dataCall.goStale();
  bench.until('dialling', 61_000);
  bench.until('up', 10_000);
  t.is(bench.modem.address, '10.217.202.45');
});

test('an address that is lost every ten minutes is dialled again at once, each time', (t) => {
  const bench = ModemBench.up();
  for (let loss = 0; loss < 10; loss += 1) {
    bench.time.advance(600_000);
    bench.module.dataCall.lose({ withUrc: true });
    bench.until('dialling', 1000);
    bench.until('up', 5000);
  }
  t.pass();
});

test('an address that is lost as soon as it is there is dialled after growing pauses', (t) => {
  const bench = ModemBench.up();
  const start = bench.time.now();
  for (let loss = 0; loss < 10; loss += 1) {
    bench.module.dataCall.lose({ withUrc: true });
    bench.until('dialling', 1000);
    bench.until('up', 200_000);
  }
  t.true(bench.time.now() - start > 240_000);
});

test('an address that is gone when the network is found again: the slots are told', (t) => {
  const bench = ModemBench.up({}, { profile: { losesDataCallWithRegistration: false } });
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  bench.module.radio.setRegistration(2);
  bench.until('registering', 2000);
  bench.module.dataCall.lose({ withUrc: false });
  bench.module.radio.setRegistration(1);
  bench.until('up');
  t.deepEqual(reasons, ['no-address']);
});

test('another address when the network is found again: the slots are told', (t) => {
  const bench = ModemBench.up({}, { profile: { losesDataCallWithRegistration: false } });
  const reasons: string[] = [];
  bench.modem.claimSlot({ onUrc: () => undefined, onLinkDown: ({ code }) => reasons.push(code) });
  bench.module.radio.setRegistration(2);
  bench.until('registering', 2000);
  Object.assign(bench.module.radio, { address: '10.0.0.9' });
  bench.module.radio.setRegistration(1);
  bench.until('up');
  t.is(bench.modem.address, '10.0.0.9');
  t.deepEqual(reasons, ['connection-lost']);
});

test('a network that takes every address back at once is not dialled without a pause', (t) => {
  const bench = ModemBench.up();
  bench.sent();
  for (let second = 0; second < 600; second += 1) {
    bench.module.dataCall.lose({ withUrc: true });
    bench.time.advance(1000);
  }
  const dials = bench.count('AT+MIPCALL=1');
  t.true(dials > 5 && dials < 30, `${dials} dials in ten minutes`);
});
