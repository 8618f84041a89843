import test from 'ava';
import { lines, ModuleBench } from '../module-bench.js';

function quiet(options: ConstructorParameters<typeof ModuleBench>[0] = {}): ModuleBench {
  const bench = ModuleBench.registered(options);
  bench.ask('ATE0+CMEE=1');
  return bench;
}

test('the files tell what the commands tell', (t) => {
  const bench = quiet({ sim: { iccid: '8986032124993001234', imsi: '460071234567890', number: '10010', provider: 'CMCC' } });
  t.is(bench.ask('AT+CRSM=176,28423,0,0,9'), lines('+CRSM: 144,0,"084906702143658709"', 'OK'));
  t.is(bench.ask('AT+CRSM=176,28589'), lines('+CRSM: 144,0,"00000002"', 'OK'));
  t.is(bench.ask('AT+CRSM=176,28486,0,1,4'), lines('+CRSM: 144,0,"434D4343"', 'OK'));
  t.is(bench.ask('AT+CNUM'), lines('+CNUM: "","10010",129', 'OK'));
});

test('what cannot be read says why by its status words', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CRSM=176,4660,0,0,1'), lines('+CRSM: 106,130', 'OK'), 'no such file');
  t.is(bench.ask('AT+CRSM=176,28486,0,0,18'), lines('+CRSM: 108,17', 'OK'), 'longer than it is');
  t.is(bench.ask('AT+CRSM=176,28486,1,0,1'), lines('+CRSM: 107,0', 'OK'), 'behind its end');
  t.is(bench.ask('AT+CRSM=178,28486,1,4,17'), lines('+CRSM: 105,129', 'OK'), 'it has no records');
  t.is(bench.ask('AT+CRSM=178,28480,2,4,28'), lines('+CRSM: 106,131', 'OK'), 'no such record');
  t.is(bench.ask('AT+CRSM=214,12258,0,0,1,"00"'), lines('+CRSM: 105,130', 'OK'), 'it must not be written');
  t.is(bench.ask('AT+CRSM=1,12258'), lines('+CRSM: 109,0', 'OK'), 'no such instruction');
  t.is(bench.ask('AT+CRSM=214,28482,0,0,1,"0"'), lines('+CME ERROR: 50'), 'half a byte');
  bench.module.sim.remove();
  bench.take();
  t.is(bench.ask('AT+CRSM=176,12258,0,0,10'), lines('+CME ERROR: 10'));
});

test('a file that is written stays written without power', (t) => {
  const bench = quiet();
  const record = `${'FF'.repeat(14)}0481214365FFFFFFFFFFFFFFFFFF`;
  t.is(bench.ask(`AT+CRSM=220,28480,1,4,28,"${record}"`), lines('+CRSM: 144,0', 'OK'));
  bench.module.reset();
  bench.until(() => bench.module.registration === 1, 20000);
  bench.ask('ATE0');
  t.is(bench.ask('AT+CNUM'), lines('+CNUM: "","123456",129', 'OK'));
  t.is(bench.ask('AT+CRSM=178,28480,1,4,28'), lines(`+CRSM: 144,0,"${record}"`, 'OK'));
});

test('instructions select a file, tell what it is and read it', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CSIM=14,"00A40004023F00"'), lines('+CSIM: 4,"9000"', 'OK'));
  t.is(bench.ask('AT+CSIM=14,"00A40004026FAD"'), lines('+CSIM: 4,"6111"', 'OK'));
  t.is(bench.ask('AT+CSIM=10,"00C0000011"'), lines('+CSIM: 38,"620F8202412183026FAD8A0105800200049000"', 'OK'));
  t.is(bench.ask('AT+CSIM=10,"00B0000004"'), lines('+CSIM: 12,"000000029000"', 'OK'));
  t.is(bench.ask('AT+CSIM=14,"00A40004021234"'), lines('+CSIM: 4,"6A82"', 'OK'));
  t.is(bench.ask('AT+CSIM=10,"00FF000000"'), lines('+CSIM: 4,"6D00"', 'OK'));
  t.is(bench.ask('AT+CSIM=10,"70B0000000"'), lines('+CSIM: 4,"6E00"', 'OK'));
  t.is(bench.ask('AT+CSIM=8,"00B0000004"'), lines('+CME ERROR: 50'), 'the length is another');
});

test('tries that are left are asked for without using one, and a PIN opens the card', (t) => {
  const bench = new ModuleBench({ sim: { pin: '1234' } });
  bench.module.powerOn();
  bench.until(() => bench.module.simState === 'pin', 20000);
  bench.ask('ATE0');
  bench.take();
  t.is(bench.ask('AT+CRSM=176,12258,0,0,2'), lines('+CRSM: 144,0,"9868"', 'OK'), 'the number on the card is open to all');
  t.is(bench.ask('AT+CMEE=1;+CRSM=176,28423'), lines('+CME ERROR: 11'));
  bench.ask('AT+CSIM=14,"00A40004026F07"');
  t.is(bench.ask('AT+CSIM=10,"00B0000009"'), lines('+CSIM: 4,"6982"', 'OK'));
  t.is(bench.ask('AT+CSIM=10,"0020000100"'), lines('+CSIM: 4,"63C3"', 'OK'));
  t.is(bench.ask('AT+CSIM=10,"002C000100"'), lines('+CSIM: 4,"63CA"', 'OK'));
  t.is(bench.ask('AT+CSIM=26,"00200001084321FFFFFFFFFFFF"'), lines('+CSIM: 4,"63C2"', 'OK'), 'digits stand as characters');
  t.is(bench.ask('AT+CSIM=26,"002000010831323334FFFFFFFF"', 500), lines('+CSIM: 4,"9000"', 'OK', '+SIM READY'));
  t.is(bench.module.simState, 'ready');
});

test('the lock is told, set, and asks for the PIN at the next start', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CLCK="SC",2'), lines('+CLCK: 0', 'OK'));
  t.is(bench.ask('AT+CPWD="SC","1234","5678"'), lines('+CME ERROR: 3'), 'only while it is asked for');
  t.is(bench.ask('AT+CLCK="SC",1,"0000"'), lines('+CME ERROR: 16'));
  t.is(bench.ask('AT+CPINR'), lines('+CPINR: SIM PIN,2,3', '+CPINR: SIM PUK,10,10', 'OK'));
  t.is(bench.ask('AT+CLCK="SC",1,"1234"'), lines('OK'));
  t.is(bench.ask('AT+CPWD="SC","1234","5678"'), lines('OK'));
  bench.module.reset();
  bench.until(() => bench.module.simState === 'pin', 20000);
  bench.ask('ATE0');
  t.regex(bench.ask('AT+CPIN="5678"'), /OK/);
  t.is(bench.ask('AT+CLCK="PN",2'), lines('+CLCK: 0', 'OK'));
  t.is(bench.ask('AT+CLCK="XX",2'), lines('ERROR'));
  bench.ask('AT+CMEE=1');
  for (const tries of [16, 16, 12]) t.is(bench.ask('AT+CLCK="SC",0,"0000"'), lines(`+CME ERROR: ${tries}`));
  t.is(bench.module.simState, 'puk');
});
