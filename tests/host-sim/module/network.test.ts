import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

test('the signal is 0,0 right after boot, and what it is later', (t) => {
  const bench = new ModuleBench({ profile: { startMessages: false, timing: { boot: [1000, 1000], signal: [2000, 2000] } } });
  bench.module.powerOn();
  bench.time.advance(1000);
  t.is(bench.ask('ATE0+CSQ', 100), `ATE0+CSQ${lines('+CSQ: 0,0', 'OK')}`);
  bench.time.advance(2000);
  t.is(bench.ask('AT+CSQ'), lines('+CSQ: 20,99', 'OK'));
  bench.module.radio.setSignal(7);
  t.is(bench.ask('AT+CSQ?'), lines('+CSQ: 7,99', 'OK'));
  bench.module.radio.setSignal(99);
  t.is(bench.ask('AT+CSQ?'), lines('+CSQ: 99,99', 'OK'));
});

test('registration: none without a card, searching, then what the network says', (t) => {
  const timing = { boot: [1000, 1000], simReady: [1000, 1000], registration: [4000, 4000] } as const;
  const bench = new ModuleBench({ network: { registration: 5 }, profile: { startMessages: false, timing } });
  bench.module.powerOn();
  bench.time.advance(1000);
  bench.ask('ATE0', 100);
  t.is(bench.ask('AT+CGREG?', 100), lines('+CGREG: 0,0', 'OK'));
  bench.time.advance(1000);
  t.is(bench.ask('AT+CGREG?;+COPS?', 100), lines('+CGREG: 0,2', '+COPS: 2', 'OK'));
  bench.time.advance(4000);
  t.is(bench.ask('AT+CGREG?;+CREG?;+CEREG?'), lines('+CGREG: 0,5', '+CREG: 0,5', '+CEREG: 0,5', 'OK'));
  t.is(bench.ask('AT+COPS?'), lines('+COPS: 0,0,"CHN-UNICOM",7', 'OK'));
});

test('registration is reported as each report is set, with the cell in mode 2', (t) => {
  const bench = ModuleBench.registered();
  bench.ask('ATE0');
  bench.ask('AT+CREG=1;+CEREG=2');
  bench.module.radio.setRegistration(2);
  t.is(bench.take(), lines('+CREG: 2', '+CEREG: 2'));
  bench.module.radio.setRegistration(5);
  t.is(bench.take(), lines('+CREG: 5', '+CEREG: 5,"1A2B","01A2B3C4",7'));
  t.is(bench.ask('AT+CEREG?'), lines('+CEREG: 2,5,"1A2B","01A2B3C4",7', 'OK'));
  t.is(bench.ask('AT+CGREG?'), lines('+CGREG: 0,5', 'OK'));
  bench.module.radio.setRegistration(3);
  t.is(bench.take(), lines('+CREG: 3', '+CEREG: 3'));
  bench.ask('AT+CREG=0');
  bench.module.radio.setRegistration(1);
  t.is(bench.take(), lines('+CEREG: 1,"1A2B","01A2B3C4",7'));
});

test('what the network decides during a search is told when the search ends', (t) => {
  const timing = { boot: [1000, 1000], simReady: [1000, 1000], registration: [4000, 4000] } as const;
  const bench = new ModuleBench({ profile: { timing } });
  bench.module.powerOn();
  bench.time.advance(4000);
  bench.module.radio.setRegistration(5);
  t.is(bench.module.registration, 2);
  bench.time.advance(2000);
  t.is(bench.module.registration, 5);
});

test('a denied registration stays denied, and one without a network searches for ever', (t) => {
  const denied = new ModuleBench({ network: { registration: 3 } });
  denied.module.powerOn();
  denied.time.advance(60000);
  t.is(denied.module.registration, 3);
  const lost = new ModuleBench({ network: { registration: 2 } });
  lost.module.powerOn();
  lost.time.advance(600000);
  t.is(lost.module.registration, 2);
});

test('AT+CFUN=4 switches the radio off and with it the data call; AT+CFUN=1 searches again', (t) => {
  const bench = ModuleBench.online();
  bench.ask('AT+CREG=1');
  t.is(bench.ask('AT+CFUN=4'), lines('OK', '+CREG: 0', '+MIPCALL: 0'));
  t.is(bench.ask('AT+CFUN?;+CSQ'), lines('+CFUN: 4', '+CSQ: 99,99', 'OK'));
  t.true(bench.ask('AT+CFUN=1', 20000).startsWith(lines('OK', '+CREG: 2', '+CREG: 1')));
  t.is(bench.ask('AT+CFUN=2'), lines('ERROR'));
});

test('AT+CFUN=15 and AT+CFUN=1,1 reset: echo on again, all volatile settings gone', (t) => {
  for (const command of ['AT+CFUN=15', 'AT+CFUN=1,1']) {
    const bench = ModuleBench.online();
    bench.ask('AT+CMEE=2;+CREG=2;+GTSSLVER=4;+MQTTCONF=1');
    t.is(bench.ask(command, 5000).split('+SIM')[0], `${lines('OK', 'AT command ready')}\r\n`);
    bench.time.advance(15000);
    bench.take();
    t.is(bench.ask('ATE0'), `ATE0${lines('OK')}`);
    t.is(
      bench.ask('AT+CMEE?;+CREG?;+GTSSLVER?;+MIPCALL?'),
      lines('+CMEE: 0', '+CREG: 0,1', '+GTSSLVER: 2', '+MIPCALL: 0', 'OK'),
    );
  }
});

test('AT+CPWROFF switches it off until its power key is pressed', (t) => {
  const bench = ModuleBench.registered();
  t.regex(bench.ask('AT+CPWROFF'), /OK/);
  t.is(bench.module.power, 'off');
  t.is(bench.ask('AT'), '');
  bench.module.powerOn();
  bench.until(() => bench.module.power === 'running', 5000);
});

test('without power and while it boots, the module hears nothing', (t) => {
  const bench = new ModuleBench({ profile: { startMessages: false, timing: { boot: [2000, 2000] } } });
  t.is(bench.ask('AT'), '');
  bench.module.powerOn();
  t.is(bench.ask('AT', 1999), '');
  bench.time.advance(1);
  t.is(bench.ask('AT'), `AT${lines('OK')}`);
  bench.type('AT+CSQ\r');
  bench.module.powerOff();
  bench.time.advance(10000);
  t.is(bench.take(), '');
  t.is(bench.module.power, 'off');
  t.is(bench.time.armed, 0);
});

test('identification', (t) => {
  const identity = { manufacturer: 'Maker', model: 'Model', revision: 'R1', imei: '490154203237518' } as const;
  const bench = ModuleBench.registered({ profile: identity });
  bench.ask('ATE0');
  t.is(bench.ask('AT+CGMI;+CGMM;+CGMR;+CGSN'), lines('Maker', 'Model', 'R1', '490154203237518', 'OK'));
  t.is(bench.ask('AT+GMI;+GMM;+GMR;+GSN'), lines('Maker', 'Model', 'R1', '490154203237518', 'OK'));
  t.is(bench.ask('ATI'), lines('Maker', 'Model', 'R1', 'OK'));
});

test('a power cut in the middle of an answer ends it there', (t) => {
  const bench = ModuleBench.registered({
    onEvent: (event) => {
      if (event.type === 'result') bench.module.powerOff();
    },
  });
  t.is(bench.ask('AT+CSQ;+MIPCALL=1', 20), `AT+CSQ;+MIPCALL=1${lines('+CSQ: 20,99')}`);
  t.is(bench.time.armed, 0);
});
