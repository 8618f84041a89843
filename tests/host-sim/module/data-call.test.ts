import test from 'ava';
import type { ProfileOptions } from '../../../host-sim/module/profile.js';
import { lines, ModuleBench } from './module-bench.js';

function quiet(profile: ProfileOptions = {}): ModuleBench {
  const bench = ModuleBench.registered({ profile });
  bench.ask('ATE0');
  return bench;
}

test('dialling: OK, busy, then the address', (t) => {
  const bench = quiet({ timing: { dial: [1000, 1000] } });
  t.is(bench.ask('AT+MIPCALL?'), lines('+MIPCALL: 0', 'OK'));
  t.is(bench.ask('AT+MIPCALL=1,"CMNET","user","secret",1', 500), lines('OK'));
  t.is(bench.ask('AT+MIPCALL?', 100), lines('+MIPCALL: 2', 'OK'));
  t.is(bench.ask('AT+MIPCALL=1', 100), lines('ERROR'));
  bench.time.advance(1000);
  t.is(bench.take(), lines('+MIPCALL: 10.217.202.45'));
  t.is(bench.ask('AT+MIPCALL?'), lines('+MIPCALL: 1,10.217.202.45', 'OK'));
});

test('the address is told in the profile\'s shape', (t) => {
  t.is(quiet({ dialReport: 'state-address' }).ask('AT+MIPCALL=1'), lines('OK', '+MIPCALL: 1,10.217.202.45'));
  const two = quiet({ dialReport: 'two-addresses' });
  t.is(two.ask('AT+MIPCALL=1'), lines('OK', '+MIPCALL: 10.217.202.45,2408:8462:5610:1::1'));
  t.is(two.ask('AT+MIPCALL?'), lines('+MIPCALL: 1,10.217.202.45,2408:8462:5610:1::1', 'OK'));
});

test('dialling while an address exists is an error, or tells it once more', (t) => {
  const bench = quiet();
  bench.ask('AT+MIPCALL=1');
  t.is(bench.ask('AT+MIPCALL=1'), lines('ERROR'));
  const tolerant = quiet({ dialWhileUp: 'repeated' });
  tolerant.ask('AT+MIPCALL=1');
  t.is(tolerant.ask('AT+MIPCALL=1'), lines('OK', '+MIPCALL: 10.217.202.45'));
});

test('a dial that fails is told in the profile\'s way', (t) => {
  const refusing = (profile: ProfileOptions): string => {
    const bench = quiet(profile);
    bench.ask('AT+CMEE=1');
    bench.module.radio.setDataService(false);
    return bench.ask('AT+MIPCALL=1');
  };
  t.is(refusing({}), lines('OK', '+MIPCALL: 0'));
  t.is(refusing({ noAddressReport: 'state-address' }), lines('OK', '+MIPCALL: 0,0.0.0.0'));
  t.is(refusing({ dialFailure: 'final' }), lines('+CME ERROR: 30'));
});

test('hanging up gives the address back, also from a dial under way', (t) => {
  const bench = quiet({ timing: { dial: [1000, 1000], hangUp: [200, 200] } });
  t.is(bench.ask('AT+MIPCALL=0'), lines('OK', '+MIPCALL: 0'));
  bench.ask('AT+MIPCALL=1');
  t.is(bench.ask('AT+MIPCALL=0'), lines('OK', '+MIPCALL: 0'));
  t.is(bench.ask('AT+MIPCALL?'), lines('+MIPCALL: 0', 'OK'));
  bench.ask('AT+MIPCALL=1', 100);
  t.is(bench.ask('AT+MIPCALL=0', 5000), lines('OK', '+MIPCALL: 0'));
});

test('a lost address takes the slots along, with and without a word', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  bench.module.dataCall.lose({ withUrc: true });
  t.is(bench.take(), lines('+MIPCALL: 0', '+MQTTBREAK: 1,2'));
  t.true(connection.isDropped);
  t.is(bench.module.slots.state(1), 'closed');
  t.is(bench.ask('AT+MQTTPUB=1,"t",0,0,"x"'), lines('ERROR'));

  const silent = ModuleBench.online({ profile: { reportsBreakOnContextLoss: false } });
  silent.open();
  silent.module.dataCall.lose({ withUrc: false });
  t.is(silent.take(), '');
  t.is(silent.ask('AT+MIPCALL?'), lines('+MIPCALL: 0', 'OK'));
  t.is(silent.module.slots.state(1), 'closed');
});

test('the address goes with the registration, or stays where the profile says so', (t) => {
  const bench = ModuleBench.online();
  bench.module.radio.setRegistration(2);
  t.is(bench.take(), lines('+MIPCALL: 0'));
  const steady = ModuleBench.online({ profile: { losesDataCallWithRegistration: false } });
  steady.module.radio.setRegistration(2);
  t.is(steady.take(), '');
  t.is(steady.module.dataCall.address, '10.217.202.45');
  steady.module.sim.remove();
  t.is(steady.take(), lines('+SIM: Removed', '+MIPCALL: 0'));
});

test('a stale address is cured by hanging up', (t) => {
  const bench = ModuleBench.online();
  bench.module.dataCall.goStale();
  t.is(bench.ask('AT+MIPCALL?'), lines('+MIPCALL: 1,0.0.0.0', 'OK'));
  t.is(bench.ask('AT+MIPCALL=1'), lines('ERROR'));
  t.is(bench.ask('AT+MQTTOPEN=1,"h",1883,1,60'), lines('ERROR'));
  t.is(bench.ask('AT+MIPCALL=0'), lines('OK', '+MIPCALL: 0'));
  t.is(bench.ask('AT+MIPCALL=1'), lines('OK', '+MIPCALL: 10.217.202.45'));
});
