import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

test('the serial numbers are told by their kind', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  t.is(bench.ask('AT+CGSN'), lines('866123040012345', 'OK'));
  t.is(bench.ask('AT+CGSN=1'), lines('+CGSN: "866123040012345"', 'OK'));
  t.is(bench.ask('AT+CGSN=2'), lines('+CGSN: "8661230400123401"', 'OK'), 'the software version in the place of the check digit');
  t.is(bench.ask('AT+CGSN=3'), lines('+CGSN: "01"', 'OK'));
  t.is(bench.ask('AT+CGSN=4'), lines('ERROR'));
  t.is(bench.ask('AT+CGSN=?'), lines('+CGSN: (0-3)', 'OK'));
});

test('the capabilities and the radio technology are those of an LTE module', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  t.is(bench.ask('AT+GCAP;+WS46?;+WS46=?;+GTRAT?'), lines('+GCAP: +CGSM,+CLTE1', '28', '(28)', '+GTRAT: 3', 'OK'));
  t.is(bench.ask('AT+WS46=12'), lines('ERROR'));
});

test('the list of commands is that of the profile', (t) => {
  const listed = (hasReceiveMode: boolean): string => ModuleBench.registered({ profile: { hasReceiveMode } }).ask('AT+CLAC');
  t.regex(listed(true), /\r\nAT\+MQTTREAD\r\n/);
  t.notRegex(listed(false), /MQTTREAD/);
  t.regex(listed(false), /\r\nAT\+CLAC\r\n/);
});

test('names stand bare, or behind their prefix and in quotes, as the profile has it', (t) => {
  const bench = ModuleBench.registered({ profile: { identityForm: 'prefixed' } });
  bench.ask('ATE0');
  t.is(bench.ask('AT+CGSN;+CGMM'), lines('+CGSN: "866123040012345"', '+CGMM: "MC669-CN"', 'OK'));
});
