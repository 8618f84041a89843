import test from 'ava';
import { lines, ModuleBench } from '../module-bench.js';

function quiet(): ModuleBench {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  return bench;
}

test('what is written into the phonebook is read, found, deleted, and outlives the power', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CPBS?'), lines('+CPBS: "SM",0,20', 'OK'));
  t.is(bench.ask('AT+CPBR=?;+CPBW=?;+CPBF=?'), lines('+CPBR: (1-20),21,14', '+CPBW: (1-20),21,(129,145),14', '+CPBF: 21,14', 'OK'));
  t.is(bench.ask('AT+CPBW=3,"+8613900000001",145,"Roof"'), lines('OK'));
  t.is(bench.ask('AT+CPBW=,"10086"'), lines('OK'), 'the first place that is free');
  t.is(bench.ask('AT+CPBW=2,"*100#",129,"Balance"'), lines('OK'));
  bench.module.reset();
  bench.time.advance(30_000);
  bench.ask('ATE0');
  t.is(
    bench.ask('AT+CPBR=1,20'),
    lines('+CPBR: 1,"10086",129,""', '+CPBR: 2,"*100#",129,"Balance"', '+CPBR: 3,"+8613900000001",145,"Roof"', 'OK'),
  );
  t.is(bench.ask('AT+CPBF="Ro"'), lines('+CPBF: 3,"+8613900000001",145,"Roof"', 'OK'));
  t.is(bench.ask('AT+CPBW=3'), lines('OK'));
  t.is(bench.ask('AT+CPBR=3'), lines('OK'));
  t.is(bench.ask('AT+CPBS?'), lines('+CPBS: "SM",2,20', 'OK'));
});

test('what does not fit is an error, and a card that is away has no phonebook', (t) => {
  const bench = quiet();
  bench.ask('AT+CMEE=1');
  t.is(bench.ask('AT+CPBR=21'), lines('+CME ERROR: 21'));
  t.is(bench.ask('AT+CPBW=21,"1"'), lines('+CME ERROR: 21'));
  t.is(bench.ask('AT+CPBW=1,"1",129,"fifteen letters"'), lines('+CME ERROR: 24'));
  t.is(bench.ask('AT+CPBW=1,"one"'), lines('+CME ERROR: 50'));
  bench.module.sim.remove();
  bench.take();
  t.is(bench.ask('AT+CPBR=1'), lines('+CME ERROR: 10'));
});

test('the own number is told with a name, as libraries expect it, and is a phonebook too', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CNUM'), lines('+CNUM: "","+8613800100500",145', 'OK'));
  t.is(bench.ask('AT+CPBS="ON";+CPBR=1'), lines('+CPBR: 1,"+8613800100500",145,""', 'OK'));
});

test('services around calls, lists of carriers and logins of contexts', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CLIP=1;+CLIP?;+CLIR?'), lines('+CLIP: 1,1', '+CLIR: 0,1', 'OK'));
  t.is(bench.ask('AT+CCFC=0,2;+CCWA=1,2'), lines('+CCFC: 0,7', '+CCWA: 0,7', 'OK'));
  t.is(bench.ask('AT+CCFC=0,3,"10086"'), lines('ERROR'));
  t.is(bench.ask('AT+CPOL?'), lines('+CPOL: 1,2,"46001"', 'OK'));
  t.regex(bench.ask('AT+COPN'), /\+COPN: "46000","CHINA MOBILE"\r\n/);
  t.is(bench.ask('AT+CGAUTH=1,1,"me","hunter2";+CGAUTH?'), lines('+CGAUTH: 1,1,"me",""', 'OK'));
  t.is(bench.ask('AT+CGAUTH=1;+CGAUTH?'), lines('OK'));
});

test('a message to the own number comes back, and one that asks for a report is reported', (t) => {
  const bench = quiet();
  bench.ask('AT+CMGF=1;+CNMI=2,1,0,1,0;+CSMP=49,167,0,0');
  bench.ask('AT+CMGS="+8613800100500"');
  bench.type('to myself\u001a');
  bench.time.advance(5000);
  const said = bench.take();
  t.regex(said, /\+CMGS: 1\r\n/);
  t.regex(said, /\+CMTI: "SM",1\r\n/);
  t.regex(said, /\+CDS: 2,1,"\+8613800100500",145,/);
  t.regex(bench.ask('AT+CMGR=1'), /"REC UNREAD","\+8613800100500",,".*"\r\nto myself\r\n/);
});
