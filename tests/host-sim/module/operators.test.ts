import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

const OK = lines('OK');

function quiet(): ModuleBench {
  const bench = ModuleBench.registered();
  bench.ask('ATE0+CMEE=1');
  return bench;
}

test('the operator is told by its long name, its short name or its number, in the character set', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+COPS=3,2;+COPS?'), lines('+COPS: 0,2,"46001",7', 'OK'));
  t.is(bench.ask('AT+COPS=3,1;+COPS?'), lines('+COPS: 0,1,"CHN-UNIC",7', 'OK'));
  t.is(bench.ask('AT+CSCS="UCS2";+COPS=3,0;+COPS?'), lines('+COPS: 0,0,"00430048004E002D0055004E00490043004F004D",7', 'OK'));
});

test('a search takes seconds and finds the own network and others', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+COPS=?', 7000), '');
  const found = '(2,"CHN-UNICOM","CHN-UNIC","46001",7),(3,"CHINA MOBILE","CMCC","46000",7),(3,"CHN-CT","CT","46011",7)';
  t.is(bench.ask('', 15000), lines(`+COPS: ${found},,(0-4),(0-2)`, 'OK'));
});

test('a network is chosen by hand, left, and found again', (t) => {
  const bench = quiet();
  bench.ask('AT+CREG=1');
  t.is(bench.ask('AT+COPS=1,2,"46000"'), lines('+CME ERROR: 32'), 'another carrier does not take the card');
  t.is(bench.ask('AT+COPS=1,2,"99999"'), lines('+CME ERROR: 30'));
  t.is(bench.ask('AT+COPS=2'), lines('OK', '+CREG: 0'));
  t.is(bench.ask('AT+COPS?'), lines('+COPS: 2', 'OK'));
  t.is(bench.ask('AT+COPS=1,2,"46001"', 10000), lines('OK', '+CREG: 2', '+CREG: 1'));
  t.is(bench.ask('AT+COPS?'), lines('+COPS: 1,0,"CHN-UNICOM",7', 'OK'));
  t.is(bench.ask('AT+COPS=0;+COPS?'), lines('+COPS: 0,0,"CHN-UNICOM",7', 'OK'));
});

test('a code is answered by the network, or not known to it', (t) => {
  const bench = quiet();
  t.is(bench.ask('AT+CUSD=1,"*100#",15'), lines('OK', '+CUSD: 0,"Balance: 12.30",15'));
  t.is(bench.ask('AT+CUSD=1,"*999#",15'), lines('OK', '+CUSD: 4'));
  t.is(bench.ask('AT+CUSD=0,"*100#"'), OK, 'nobody wants to hear of it');
});
