import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

test('who the module and its card are can be asked with a question mark, too', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  t.is(bench.ask('AT+CGSN?;+CGMM?;+CGMR?'), lines('866123040012345', 'MC669-CN', '18001.1000.00.01.01.01', 'OK'));
  t.is(bench.ask('AT+CIMI?;+CCID?'), lines('460010123456789', '+CCID: 89860321249930012345', 'OK'));
  t.is(bench.ask('AT+GTPKGVER?;+CFSN?;+CFSN'), lines('+GTPKGVER: "18001.1000.00.01.01.01"', '+CFSN: "FC6312345678"', '+CFSN: "FC6312345678"', 'OK'));
  bench.module.sim.remove();
  bench.take();
  t.is(bench.ask('AT+CIMI?'), lines('ERROR'));
});

test('the open slots and the logins are told, the passwords where the profile has it', (t) => {
  const bench = ModuleBench.online();
  t.is(bench.ask('AT+MQTTOPEN?'), lines('+MQTTOPEN: 0', 'OK'));
  t.is(bench.ask('AT+MQTTUSER?'), lines('OK'));
  bench.ask('AT+MQTTUSER=1,"me","hunter2","node-1"');
  bench.ask('AT+MQTTUSER=2,"you","",""');
  t.is(bench.ask('AT+MQTTUSER?'), lines('+MQTTUSER: 1,"me","","node-1"', '+MQTTUSER: 2,"you",""', 'OK'));
  bench.open(2);
  t.is(bench.ask('AT+MQTTOPEN?'), lines('+MQTTOPEN: 2', 'OK'));
  bench.open(1);
  t.is(bench.ask('AT+MQTTCLOSE?'), lines('+MQTTCLOSE: 1', '+MQTTCLOSE: 2', 'OK'));
  bench.module.adjust({ tellsPassword: true });
  t.regex(bench.ask('AT+MQTTUSER?'), /\+MQTTUSER: 1,"me","hunter2","node-1"\r\n/);
});

test('what was asked of PSM and eDRX is told again, and granted where the network does', (t) => {
  const bench = ModuleBench.registered({ network: { grantsPowerSaving: true } });
  bench.ask('ATE0');
  t.is(bench.ask('AT+CPSMS?;+CEDRXS?'), lines('+CPSMS: 0', '+CEDRXS: 0', 'OK'));
  bench.ask('AT+CPSMS=1,,,"00000110","00000101";+CEDRXS=1,4,"0101"');
  t.is(bench.ask('AT+CPSMS?;+CEDRXS?'), lines('+CPSMS: 1,,,"00000110","00000101"', '+CEDRXS: 4,"0101"', 'OK'));
  bench.ask('AT+CEREG=4');
  t.is(bench.ask('AT+CEREG?'), lines('+CEREG: 4,1,"1A2B","01A2B3C4",7,,,"00000101","00000110"', 'OK'));
  bench.module.radio.setRegistration(5);
  t.is(bench.take(), lines('+CEREG: 5,"1A2B","01A2B3C4",7,,,"00000101","00000110"'));
  bench.ask('AT+CPSMS=0');
  t.is(bench.ask('AT+CEREG?'), lines('+CEREG: 4,5,"1A2B","01A2B3C4",7', 'OK'));
});

test('from mode 3 on a refused registration has its cause', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  bench.ask('AT+CEREG=5');
  bench.module.radio.setRegistration(3);
  t.is(bench.take(), lines('+CEREG: 3,,,,0,15'));
  t.is(bench.ask('AT+CEREG?'), lines('+CEREG: 5,3,,,,0,15', 'OK'));
  t.is(bench.ask('AT+CEREG=4;+CEREG?;+CEREG=?'), lines('+CEREG: 4,3', '+CEREG: (0-5)', 'OK'));
  t.is(bench.ask('AT+CREG=4'), lines('ERROR'));
});

test('CAFILE is a trust file, but for a module that does not know it', (t) => {
  const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
  const load = (bench: ModuleBench): void => {
    bench.ask('ATE0');
    bench.ask(`AT+GTSSLFILE="CAFILE",${pem.length}`);
    bench.type(pem);
    bench.time.advance(1000);
  };
  const bench = ModuleBench.registered();
  load(bench);
  t.is(bench.module.trustFiles, 1);
  const other = ModuleBench.registered({ profile: { takesCaFile: false } });
  load(other);
  t.is(other.module.trustFiles, 0);
});

test('the network sets the clock where the profile has it, and a time server elsewhere', (t) => {
  const asked = (networkSetsClock: boolean): string => {
    const bench = ModuleBench.registered({ profile: { networkSetsClock, quarterHours: 0 } });
    bench.ask('ATE0');
    return bench.ask('AT+CCLK?');
  };
  t.regex(asked(true), /^\r\n\+CCLK: "23\/09\/04,07:17:\d\d\+00"\r\n\r\nOK\r\n$/);
  t.regex(asked(false), /^\r\n\+CCLK: "70\/01\/01,/);
});
