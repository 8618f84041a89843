import test from 'ava';
import { CERTIFICATE, ModemBench, NOON } from './modem-bench.js';

const SERVERS = [{ host: 'a.example' }, { host: 'b.example', port: 124 }, { host: 'c.example' }];

test('a plausible clock is believed, and no server asked', (t) => {
  const bench = ModemBench.up({}, { profile: { clockAtBoot: NOON } });
  t.is(bench.count('AT+MIPNTP'), 0);
  t.true(bench.modem.isClockSet);
});

test('servers are asked in turn until one answers', (t) => {
  const bench = ModemBench.up({ timeServers: SERVERS }, { profile: { ntpServers: ['c.example'] } });
  const asked = bench.sent().filter((line) => line.startsWith('AT+MIPNTP'));
  t.deepEqual(asked, ['AT+MIPNTP="a.example",123', 'AT+MIPNTP="b.example",124', 'AT+MIPNTP="c.example",123']);
  t.true(Math.abs((bench.modem.now() ?? 0) - NOON - bench.time.now()) < 1500);
});

test('without an answer the modem comes up all the same, and tries again later', (t) => {
  const bench = ModemBench.up({ timeServers: SERVERS }, { profile: { ntpServers: ['nobody.example'] } });
  t.is(bench.modem.connection, 500);
  t.false(bench.modem.isClockSet);
  t.is(bench.modem.now(), undefined);
  t.is(bench.modem.utcOffset, undefined);
  t.is(bench.modem.error, undefined);
  bench.sent();
  bench.time.advance(3_600_000);
  const rounds = bench.count('AT+MIPNTP="a.example"');
  t.true(rounds >= 4 && rounds <= 8, `${rounds} rounds in an hour`);
});

test('with TLS a missing time is an error, until a later try sets the clock', (t) => {
  const ntpServers = ['nobody.example'];
  const bench = ModemBench.up({ timeServers: SERVERS, tls: { trust: CERTIFICATE } }, { profile: { ntpServers } });
  bench.time.advance(60_000);
  t.is(bench.modem.tlsProblem?.code, 'no-time');
  t.is(bench.modem.error?.code, 'no-time');
  t.is(bench.modem.connection, 500);
  ntpServers.push('b.example');
  bench.untilTrue(() => bench.modem.isClockSet, 900_000);
  bench.time.advance(60_000);
  t.is(bench.modem.tlsProblem, undefined);
  t.is(bench.modem.error, undefined);
});

test('a year before the firmware was built is no time', (t) => {
  const bench = ModemBench.up({}, { utcNow: () => Date.UTC(2025, 11, 31) });
  t.false(bench.modem.isClockSet);
  const tolerant = ModemBench.up({}, { utcNow: () => Date.UTC(2025, 11, 31) }, { earliestYear: 2025 });
  t.true(tolerant.modem.isClockSet);
});

test('a synchronisation that is under way already is waited for', (t) => {
  const bench = new ModemBench({ profile: { timing: { ntp: [20_000, 20_000] } } });
  bench.module.powerOn();
  bench.modem.connect({ timeServers: [{ host: 'pool.ntp.org' }] });
  bench.untilTrue(() => bench.count('AT+MIPNTP') === 1);
  bench.time.advance(100);
  bench.restartHost();
  bench.modem.connect({ timeServers: [{ host: 'pool.ntp.org' }] });
  bench.until('up');
  t.is(bench.count('AT+MIPNTP'), 2);
  t.true(bench.modem.isClockSet);
});

test('time outlives a restart of the module, whose own clock must be set again', (t) => {
  const bench = ModemBench.up({ tls: { trust: CERTIFICATE } });
  bench.time.advance(120_000);
  bench.module.reset();
  bench.until('waking', 10_000);
  t.true(Math.abs((bench.modem.now() ?? 0) - NOON - bench.time.now()) < 1500);
  t.not(bench.modem.tlsProblem, undefined);
  bench.sent();
  bench.until('up');
  t.is(bench.count('AT+MIPNTP'), 1);
  t.is(bench.modem.tlsProblem, undefined);
});

test('the clock is read again, so a drifting host stays right', (t) => {
  const bench = ModemBench.up();
  bench.sent();
  bench.time.advance(7_300_000);
  const readings = bench.count('AT+CCLK?');
  t.true(readings >= 2 && readings <= 3, `${readings} readings in two hours`);
  t.true(Math.abs((bench.modem.now() ?? 0) - NOON - bench.time.now()) < 1500);
});
