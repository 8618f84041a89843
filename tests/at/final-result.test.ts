import test from 'ava';
import { FINAL_ERROR, FINAL_OK, finalResult, NOT_FINAL } from '../../modules/at/line/final-result.js';
import { latin1 } from './bench.js';

function judged(line: string): number {
  return finalResult(latin1(line), -1, 0, line.length);
}

test('OK and every form of error are final', (t) => {
  t.is(judged('OK'), FINAL_OK);
  const errors = ['ERROR', '+CME ERROR: 10', '+CME ERROR: SIM not inserted', '+CMS ERROR: 500', '+TCPIP ERROR: 631'];
  for (const line of [...errors, '+CME ERROR:3', '+CME ERROR']) t.is(judged(line), FINAL_ERROR, line);
});

test('what only contains a final result, or begins like one, is none', (t) => {
  const words = ['OKAY', 'OX', 'O', 'NOT OK', 'OK OK', 'ok', 'ERRORS', 'ERRO', 'ERRXX', 'ERROR: 1', 'AN ERROR', ''];
  const prefixed = ['+CME ERRORS: 1', '+CME ERRO: 1', '+CME  ERROR: 1', '+ERROR: 1', '+cme ERROR: 1', '+CME: ERROR', '+C@E ERROR', '+C[E ERROR', '+'];
  const others = ['+CSQ: 20,99', '+SIM READY', '+SIM DROP', '+ABCDEFGHIJKLMNOP ERROR: 1', '+MQTTMSG: 1,0,"t","OK"'];
  for (const line of [...words, ...prefixed, ...others]) t.is(judged(line), NOT_FINAL, line);
});

test('a final result is found across the end of a ring, and bytes behind it do not count', (t) => {
  const ring = latin1('ROR: 7\r\n+CME ER');
  t.is(finalResult(ring, 15, 8, 16), NOT_FINAL);
  const whole = Buffer.alloc(16);
  latin1('+CME ERROR: 7').forEach((byte, index) => whole.writeUInt8(byte, (9 + index) & 15));
  t.is(finalResult(whole, 15, 9, 22), FINAL_ERROR);
  t.is(finalResult(latin1('OKAY'), -1, 0, 2), FINAL_OK);
});

test('the word before ERROR has capitals alone, eleven bytes of them with the plus', (t) => {
  for (const line of ['+AZ ERROR: 1', '+ABCDEFGHIJ ERROR: 1']) t.is(judged(line), FINAL_ERROR, line);
  t.is(judged('+ABCDEFGHIJK ERROR: 1'), NOT_FINAL);
});

test('a line that ends within the word is none, whatever comes behind its end', (t) => {
  t.is(finalResult(latin1('+CME ERROR: 7'), -1, 0, 8), NOT_FINAL);
  t.is(finalResult(latin1('+CME ERROR'), -1, 0, 4), NOT_FINAL);
});
