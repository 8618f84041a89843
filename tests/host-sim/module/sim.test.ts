import test from 'ava';
import type { SimCardOptions } from '../../../host-sim/module/cellular/sim-card.js';
import { lines, ModuleBench } from './module-bench.js';

function booted(sim: SimCardOptions): ModuleBench {
  const bench = new ModuleBench({ sim });
  bench.module.powerOn();
  bench.time.advance(15000);
  bench.ask('ATE0+CMEE=1');
  return bench;
}

test('a ready card tells its identity', (t) => {
  const bench = booted({ iccid: '8986', imsi: '46001' });
  t.is(bench.ask('AT+CPIN?;+CCID;+CIMI'), lines('+CPIN: READY', '+CCID: 8986', '46001', 'OK'));
});

test('without a card there is nothing to ask, and no registration', (t) => {
  const bench = booted({ isInserted: false });
  t.is(bench.ask('AT+CPIN?'), lines('+CME ERROR: 10'));
  t.is(bench.ask('AT+CCID'), lines('+CME ERROR: 10'));
  t.is(bench.ask('AT+MIPCALL=1'), lines('+CME ERROR: 10'));
  t.is(bench.ask('AT+CREG?'), lines('+CREG: 0,0', 'OK'));
  bench.ask('AT+CMEE=2');
  t.is(bench.ask('AT+CPIN?'), lines('+CME ERROR: SIM not inserted'));
  bench.ask('AT+CMEE=0');
  t.is(bench.ask('AT+CPIN?'), lines('ERROR'));
});

test('a card is busy until it is read', (t) => {
  const bench = booted({ isInserted: false });
  bench.module.sim.insert();
  bench.time.advance(1);
  t.is(bench.take(), lines('+SIM: Inserted'));
  t.is(bench.ask('AT+CPIN?', 100), lines('+CME ERROR: 14'));
  bench.time.advance(5000);
  t.is(bench.take(), lines('+SIM READY'));
  t.is(bench.ask('AT+CPIN?'), lines('+CPIN: READY', 'OK'));
});

test('a card with a PIN waits for it, and nothing works before', (t) => {
  const bench = booted({ pin: '4711' });
  t.is(bench.ask('AT+CPIN?'), lines('+CPIN: SIM PIN', 'OK'));
  t.is(bench.ask('AT+MIPCALL=1'), lines('+CME ERROR: 11'));
  t.is(bench.ask('AT+CREG?'), lines('+CREG: 0,0', 'OK'));
  t.is(bench.ask('AT+CPIN="4711"'), lines('OK', '+SIM READY'));
  t.is(bench.ask('AT+CPIN?'), lines('+CPIN: READY', 'OK'));
  t.is(bench.ask('AT+CPIN="4711"'), lines('+CME ERROR: 3'));
  bench.time.advance(10000);
  t.is(bench.ask('AT+CREG?'), lines('+CREG: 0,1', 'OK'));
});

test('three wrong PINs lock the card until its PUK comes, and a power cut does not help', (t) => {
  const bench = booted({ pin: '4711', puk: '87654321' });
  t.is(bench.ask('AT+CPIN="0000"'), lines('+CME ERROR: 16'));
  t.is(bench.ask('AT+CPIN="0000"'), lines('+CME ERROR: 16'));
  t.is(bench.module.sim.pinTries, 1);
  t.is(bench.ask('AT+CPIN="0000"'), lines('+CME ERROR: 16'));
  t.is(bench.ask('AT+CPIN?'), lines('+CPIN: SIM PUK', 'OK'));
  bench.module.reset();
  bench.time.advance(15000);
  bench.take();
  bench.ask('ATE0+CMEE=1');
  t.is(bench.ask('AT+CPIN="4711"'), lines('+CME ERROR: 12'));
  t.is(bench.ask('AT+CPIN="11111111","1234"'), lines('+CME ERROR: 16'));
  t.is(bench.ask('AT+CPIN="87654321","1234"'), lines('OK', '+SIM READY'));
  bench.module.reset();
  bench.time.advance(15000);
  bench.take();
  bench.ask('ATE0');
  t.is(bench.ask('AT+CPIN="1234"'), lines('OK', '+SIM READY'));
});

test('a pulled card takes registration, address and slots with it', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  bench.ask('AT+CREG=1');
  bench.module.sim.remove();
  t.is(bench.take(), lines('+SIM: Removed', '+CREG: 0', '+MIPCALL: 0', '+MQTTBREAK: 1,3'));
  t.true(connection.isDropped);
  bench.module.sim.insert();
  bench.time.advance(15000);
  t.is(bench.take(), lines('+SIM: Inserted', '+SIM READY', '+CREG: 2', '+CREG: 1'));
});

test('a card is reported as dropped where the profile\'s module says so', (t) => {
  const bench = ModuleBench.registered({ profile: { simRemovalReport: 'DROP' } });
  bench.module.sim.remove();
  t.is(bench.take(), lines('+SIM DROP'));
});
