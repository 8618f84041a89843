import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { errorFormat, serialNumber } from '../../modules/cellular/device.js';
import { mqttOpen, mqttUser, mqttUserQuery } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { type Bench, type BenchOptions, settledBench } from './bench.js';

/** A bench with a signal query under way. */
function asking(options?: BenchOptions): Bench {
  const bench = settledBench(options);
  bench.execute(signalQuality, []);
  bench.heard();
  return bench;
}

for (const result of ['ERROR', '+CME ERROR: 10', '+CME ERROR: SIM not inserted', '+CMS ERROR: 500', '+TCPIP ERROR: 631']) {
  test(`${result} ends the command, with the module's own words`, (t) => {
    const bench = settledBench();
    let ended: CellularError | undefined;
    bench.execute(mqttUser, [1, 'user', 'hunter2'], { onEnd: (error) => (ended = error) });
    bench.say(`\r\n${result}\r\n`);
    t.is(ended?.code, 'refused');
    t.is(ended?.result, result);
    t.is(ended?.command, 'AT+MQTTUSER=');
    t.is(ended?.message, `AT+MQTTUSER=: ${result}`);
    t.true(ended?.isRetryable);
    t.deepEqual(bench.events(), []);
  });
}

test('whether a refused command is worth repeating is its row to say', (t) => {
  const bench = settledBench();
  let ended: CellularError | undefined;
  bench.execute(mqttOpen, [1, 'h', 1883, 1, 60], { onEnd: (error) => (ended = error) });
  bench.say('ERROR\r\n');
  t.false(ended?.isRetryable);
});

test('no text that merely contains a final result ends a command', (t) => {
  const bench = asking();
  const lines = ['NOT OK', 'OK then', 'OKOK', 'MY ERROR', '+CME ERRORS: 1', '"OK"', '+XYZ: OK', 'ERROR 5'];
  for (const line of lines) bench.say(`\r\n${line}\r\n`);
  t.deepEqual(bench.events(), Array(lines.length).fill('unknown-line'));
  bench.say('\r\n+CSQ: 7,0\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+CSQ reply 7|0', 'AT+CSQ end ok']);
});

test('a final result without a command is counted and reported, and answers no later one', (t) => {
  const bench = settledBench();
  bench.say('\r\nOK\r\n\r\nERROR\r\n\r\n+CME ERROR: 4\r\n');
  t.deepEqual(bench.events(), ['stray-final', 'stray-final', 'stray-final']);
  t.is(bench.dialogue.counters.anomalies, 3);
  bench.execute(signalQuality, []);
  t.deepEqual(bench.events(), []);
});

test('lines without a prefix before the final result do no harm', (t) => {
  const bench = asking();
  bench.say('\r\nBuilt Nov 2023\r\n\r\n+CSQ: 20,99\r\n\r\n*** tracing on\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['unknown-line', 'AT+CSQ reply 20|99', 'unknown-line', 'AT+CSQ end ok']);
});

test('a command without its information line ends well all the same: what is missing is for its user to judge', (t) => {
  const bench = asking();
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+CSQ end ok']);
});

test('the information line counts once', (t) => {
  const bench = asking();
  bench.say('\r\n+CSQ: 20,99\r\n\r\n+CSQ: 21,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+CSQ reply 20|99', 'malformed-line', 'AT+CSQ end ok']);
});

test('an information line that does not fit is reported, and answers nothing', (t) => {
  const bench = asking();
  bench.say('\r\n+CSQ: 200,99\r\n\r\n+CSQ: twenty\r\n\r\n+CSQ\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['malformed-line', 'malformed-line', 'malformed-line', 'AT+CSQ end ok']);
});

for (const [ending, text] of [
  ['without its CR', 'AT+CSQ\r\n'],
  ['with its CR', 'AT+CSQ\r\r\n'],
  ['with nothing but its CR before the answer', 'AT+CSQ\r'],
  ['with an LF alone', 'AT+CSQ\n'],
  ['behind bytes that are no text', '\xff\x80\x00AT+CSQ\r\r\n'],
] as const) {
  test(`an echo ${ending} is no answer`, (t) => {
    const bench = asking();
    bench.say(text);
    bench.say('\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
    t.deepEqual(bench.events().filter((event) => event !== 'noise'), ['AT+CSQ reply 20|99', 'AT+CSQ end ok']);
    bench.execute(errorFormat, [1]);
    bench.say('AT+CMEE=1\r\r\nOK\r\n');
    t.deepEqual(bench.events(), ['AT+CMEE= end ok']);
  });
}

test('the echo of a line that is longer than the receive ring costs that echo', (t) => {
  const bench = settledBench({ dialogue: { receiveCapacity: 256 } });
  const password = 'p'.repeat(600);
  bench.execute(mqttUser, [1, 'user', password]);
  bench.say(`AT+MQTTUSER=1,"user","${password}"\r\r\nOK\r\n`);
  t.deepEqual(bench.events(), ['line-overflow', 'AT+MQTTUSER= end ok']);
});

test('garbage of every kind is counted, and the next answer is understood', (t) => {
  const bench = asking();
  bench.say('\x00\x01\x02\x1b\r\n');
  t.deepEqual(bench.events(), []);
  bench.say('\xff\xfe\x80\r\n\x7f\r\n');
  t.deepEqual(bench.events(), ['noise']);
  bench.say('TMSG: 1,0,"t","lost its first letters"\r\n');
  bench.say(':\r\n+\r\n+:\r\n,,,"\r\n>\r\n"\r\n');
  bench.say(`${'x'.repeat(500)}\r\n`);
  t.deepEqual(bench.events(), Array(8).fill('unknown-line'));
  bench.say('\xff\xff+CSQ: 20,99\r\n\xfeOK\r\n');
  t.deepEqual(bench.events(), ['noise', 'AT+CSQ reply 20|99', 'noise', 'AT+CSQ end ok']);
  t.is(bench.dialogue.counters.anomalies, 11);
});

test('a run of noise is told of once, however it is cut', (t) => {
  const bench = settledBench();
  for (const byte of '\xff\xfe\r\n\x00\xff') bench.say(byte);
  bench.say('+CREG: 1\r\n');
  bench.say('\x7f');
  t.deepEqual(bench.events(), ['noise', 'URC +CREG 1', 'noise']);
});

test('a bare reply is the first line that is nothing else: no URC, known or not, and no line that does not fit', (t) => {
  const bench = settledBench();
  bench.execute(serialNumber, []);
  bench.say('AT+CGSN\r\r\n+CREG: 1\r\n\r\n+XYZ: 864714060000999\r\n\r\n86471406000012\r\n\r\n+CSQ: 9,99\r\n');
  t.deepEqual(bench.events(), ['URC +CREG 1', 'unknown-line', 'unknown-line', 'malformed-line']);
  bench.say('\r\n864714060000123\r\n\r\n864714060000124\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+CGSN reply 864714060000123', 'unknown-line', 'AT+CGSN end ok']);
});

test('a URC that is but a name has no fields, whatever came before it', (t) => {
  const bench = settledBench();
  bench.say('\r\n+CGREG: 1,"1A2B","00C3D4E5",7\r\n\r\n+SIM READY\r\n\r\nAT command ready\r\n\r\n+SIM READY: 1\r\n');
  t.deepEqual(bench.events(), ['URC +CGREG 1|1A2B|00C3D4E5|7', 'URC +SIM READY', 'URC AT command ready', 'URC +SIM READY']);
});

test('a reply of several lines is told line by line, and one of one line once: what follows is no line of its', (t) => {
  const bench = settledBench();
  bench.execute(mqttUserQuery, []);
  bench.say('\r\n+MQTTUSER: 1,"a","","b"\r\n+MQTTUSER: 2,"c","","d"\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['AT+MQTTUSER? reply 1|a||b', 'AT+MQTTUSER? reply 2|c||d', 'AT+MQTTUSER? end ok']);
  bench.execute(signalQuality, []);
  bench.say('\r\n+CSQ: 9,99\r\n+CSQ: 8,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events().filter((event) => event.startsWith('AT+CSQ')), ['AT+CSQ reply 9|99', 'AT+CSQ end ok']);
});
