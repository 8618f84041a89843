import test from 'ava';
import { GUIDE_TIME, lines, ModuleBench } from './module-bench.js';

const OK = lines('OK');

function quiet(): ModuleBench {
  const bench = ModuleBench.registered();
  bench.ask('ATE0+CMEE=1');
  return bench;
}

test('contexts are defined, activated and told, and the definitions stay without power', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CGDCONT=1,"IP","CMNET";+CGDCONT=3,"IPV6","ims"'), OK);
  t.is(bench.ask('AT+CGDCONT?'), lines('+CGDCONT: 1,"IP","CMNET","10.217.202.45",0,0', '+CGDCONT: 3,"IPV6","ims","",0,0', 'OK'));
  t.is(bench.ask('AT+CGACT?'), lines('+CGACT: 1,1', '+CGACT: 3,0', 'OK'), 'LTE has its first bearer from the registration on');
  t.is(bench.ask('AT+CGACT=1,3;+CGPADDR=3'), lines('+CGPADDR: 3,"10.217.202.45"', 'OK'));
  t.is(bench.ask('AT+CGCONTRDP=3'), lines('+CGCONTRDP: 3,7,"ims","10.217.202.45","","119.29.29.29","223.5.5.5"', 'OK'));
  t.is(bench.ask('AT+CGACT=0,3;+CGPADDR=3'), lines('+CGPADDR: 3,""', 'OK'));
  t.is(bench.ask('AT+CGACT=1,5'), lines('+CME ERROR: 3'));
  t.is(bench.ask('AT+CGDCONT=2,"PPP"'), lines('+CME ERROR: 50'));
  bench.module.reset();
  bench.until(() => bench.module.registration === 1, 20000);
  bench.ask('ATE0');
  t.regex(bench.ask('AT+CGDCONT?'), /3,"IPV6","ims"/);
  t.is(bench.ask('AT+CGDCONT=3;+CGDCONT=1;+CGDCONT?'), lines('+CGDCONT: 1,"IP","","10.217.202.45",0,0', 'OK'));
});

test('detaching takes registration and data call away, attaching searches again', (t) => {
  const bench = quiet();
  bench.ask('AT+MIPCALL=1');
  t.is(bench.ask('AT+CGATT?'), lines('+CGATT: 1', 'OK'));
  t.is(bench.ask('AT+CGATT=0'), lines('OK', '+MIPCALL: 0'));
  t.is(bench.ask('AT+CGATT?;+CGACT?'), lines('+CGATT: 0', '+CGACT: 1,0', 'OK'));
  t.is(bench.ask('AT+CGACT=1,1'), lines('+CME ERROR: 30'));
  bench.ask('AT+CGATT=1', 10000);
  t.is(bench.ask('AT+CGATT?'), lines('+CGATT: 1', 'OK'));
});

test('indicators are told, and their changes where they are asked for', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CIND?'), lines('+CIND: 4,1,0,0,0,0', 'OK'));
  bench.module.radio.setSignal(3);
  t.is(bench.take(), '');
  bench.ask('AT+CMER=3,0,0,1');
  bench.module.radio.setSignal(30);
  t.is(bench.take(), lines('+CIEV: 1,5'));
  bench.ask('AT+CNMI=2,0');
  bench.module.radio.messages.send({ number: '1', text: 'x' });
  t.is(bench.take(), lines('+CIEV: 3,1'));
  bench.module.radio.setRegistration(5);
  t.is(bench.take(), lines('+CIEV: 5,1'));
  bench.module.radio.setRegistration(3);
  t.is(bench.take(), lines('+CIEV: 2,0', '+CIEV: 5,0'));
});

test('a former run of the module reports nothing of what happens to its card and its network', (t) => {
  const bench = quiet();
  bench.ask('AT+CMER=3,0,0,1');
  bench.module.reset();
  bench.until(() => bench.module.registration === 1, 20000);
  bench.time.advance(5000);
  bench.take();
  bench.module.radio.setSignal(3);
  bench.ask('ATE0+CNMI=2,0');
  bench.module.radio.messages.send({ number: '1', text: 'x' });
  t.is(bench.take(), '');
});

test('the signal is told for LTE too', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CESQ'), lines('+CESQ: 99,99,255,255,20,40', 'OK'));
  bench.module.radio.setSignal(99);
  t.is(bench.ask('AT+CESQ'), lines('+CESQ: 99,99,255,255,255,255', 'OK'));
});

test('the clock is set by the host, and by the network where it may', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CCLK="26/11/22,20:00:00+32"', 100), OK);
  t.is(bench.ask('AT+CCLK?', 100), lines('+CCLK: "26/11/22,20:00:00+32"', 'OK'));
  t.is(bench.module.clock !== undefined && Math.round(bench.module.clock / 1000), Date.UTC(2026, 10, 22, 12) / 1000);
  for (const wrong of ['26/13/22,20:00:00+32', '26/02/30,20:00:00', '26-11-22 20:00:00']) {
    t.is(bench.ask(`AT+CCLK="${wrong}"`), lines('+CME ERROR: 50'), wrong);
  }
  bench.ask('AT+CTZU=1;+CTZR=1;+CFUN=4');
  t.regex(bench.ask('AT+CFUN=1', 10000), /\r\n\+CTZV: \+32\r\n/);
  t.true(Math.abs((bench.module.clock ?? 0) - GUIDE_TIME) < 20000);
});
