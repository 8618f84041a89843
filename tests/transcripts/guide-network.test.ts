import test from 'ava';
import { ModuleBench } from '../host-sim/module/module-bench.js';
import { play } from './transcript.js';

test('§3.1: signal, carrier, SIM card and registration', (t) => {
  play(t, ModuleBench.registered(), [
    ['AT+CSQ?', '+CSQ: 20,99', 'OK'],
    ['AT+COPS?', '+COPS: 0,0,"CHN-UNICOM",7', 'OK'],
    ['AT+CPIN?', '+CPIN: READY', 'OK'],
    ['AT+CGREG?', '+CGREG: 0,1', 'OK'],
  ]);
});

test('§3.1: 99 where the signal is unknown', (t) => {
  play(t, ModuleBench.registered({ network: { signal: 99 } }), [['AT+CSQ?', '+CSQ: 99,99', 'OK']]);
});

test('§3.1: roaming', (t) => {
  const bench = ModuleBench.registered();
  bench.module.radio.setRegistration(5);
  play(t, bench, [['AT+CGREG?', '+CGREG: 0,5', 'OK']]);
});

test('§3.1: a registration of seven minutes', (t) => {
  const bench = new ModuleBench({ profile: { startMessages: false, timing: { registration: [420000, 420000] } } });
  bench.module.powerOn();
  bench.time.advance(60000);
  play(t, bench, [['AT+CGREG?', '+CGREG: 0,2', 'OK']]);
  bench.time.advance(370000);
  play(t, bench, [['AT+CGREG?', '+CGREG: 0,1', 'OK']]);
});
