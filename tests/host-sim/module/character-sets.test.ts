import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

test('texts are told in the character set that was chosen, and taken in it', (t) => {
  const bench = ModuleBench.registered({ network: { operator: 'Café_1' } });
  const sent: string[] = [];
  bench.module.radio.messages.onSubmission.watch(({ text }) => sent.push(text));
  bench.ask('ATE0+CMGF=1');
  const told = (set: string): string => bench.ask(`AT+CSCS="${set}";+COPS?`);
  const send = (number: string, text: string): void => {
    bench.ask(`AT+CMGS="${number}"`);
    bench.ask(`${text}\u001a`);
  };

  t.is(told('IRA'), lines('+COPS: 0,0,"Caf?_1",7', 'OK'));
  send('10010', 'a_b');
  t.is(told('GSM'), lines('+COPS: 0,0,"Caf\u0005\u00111",7', 'OK'), 'é is 05 and _ is 11');
  send('10010', 'a\u0011b');
  t.is(told('HEX'), lines('+COPS: 0,0,"436166051131",7', 'OK'));
  send('3130303130', '611162');
  t.is(told('UCS2'), lines('+COPS: 0,0,"00430061006600E9005F0031",7', 'OK'));
  send('00310030003000310030', '0061005F662F');
  t.deepEqual(sent, ['a_b', 'a_b', 'a_b', 'a_是']);
  t.is(bench.ask('AT+CSCS="LATIN9"'), lines('ERROR'));
  t.is(bench.ask('AT+CSCS?'), lines('+CSCS: "UCS2"', 'OK'));
});
