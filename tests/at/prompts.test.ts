import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { mqttPublishLength } from '../../modules/fibocom/mqtt.js';
import { signalQuality } from '../../modules/cellular/network.js';
import { tlsFile } from '../../modules/fibocom/tls.js';
import { Bench, type BenchOptions, PROBE, PROBE_ANSWER, settledBench } from './bench.js';

const COMMAND = 'AT+MQTTPUB=1,"t",0,0,5\r';
const DATA = 'h\r\nlo';

/** A bench whose publish waits for its prompt, with a signal query behind it. */
function publishing(options?: BenchOptions): Bench {
  const bench = settledBench(options);
  bench.execute(mqttPublishLength, [1, 't', 0, 0, DATA.length], { label: 'publish', data: DATA });
  bench.execute(signalQuality, []);
  return bench;
}

function finish(bench: Bench): void {
  bench.say('\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
}

for (const [what, text] of [
  ['as modules send it', '\r\n> '],
  ['without its blank', '\r\n>'],
  ['with a line end, as the guide shows it', '\r\n>\r\n'],
  ['behind an echo', 'AT+MQTTPUB=1,"t",0,0,5\r\r\n> '],
  ['behind an echo that has no line end', 'AT+MQTTPUB=1,"t",0,0,5> '],
  ['behind an echo that ends with its CR', 'AT+MQTTPUB=1,"t",0,0,5\r> '],
  ['behind a URC', '\r\n+CREG: 5\r\n\r\n> '],
] as const) {
  test(`a prompt ${what} is answered with exactly the data, once`, (t) => {
    for (let cut = 0; cut <= text.length; cut += 1) {
      const bench = publishing();
      t.is(bench.heard(), COMMAND);
      bench.say(text.slice(0, cut));
      bench.say(text.slice(cut));
      t.is(bench.heard(), DATA);
      finish(bench);
      t.is(bench.heard(), 'AT+CSQ\r');
      t.deepEqual(bench.events().filter((event) => event.startsWith('publish') || event.endsWith('line')), [
        'publish completion 1|1', 'publish end ok',
      ]);
    }
  });
}

test('a prompt counts only where one is waited for', (t) => {
  const bench = settledBench();
  bench.execute(signalQuality, []);
  bench.say('\r\n> \r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['unknown-line', 'AT+CSQ reply 9|99', 'AT+CSQ end ok']);
});

test('a prompt is seen behind a message that never ended', (t) => {
  const bench = publishing();
  bench.heard();
  bench.say('\r\n+MQTTMSG: 1,0,"t","21.\r\n');
  bench.time.advance(250);
  bench.say('\r\n> ');
  t.is(bench.heard(), DATA);
});

test('a line that holds a prompt is none', (t) => {
  const bench = publishing();
  bench.heard();
  bench.say('\r\nxyz > \r\n+XYZ: > \r\n');
  t.is(bench.heard(), '');
});

test('no prompt: it has a deadline of its own, and the module gets what it may wait for', (t) => {
  const bench = publishing();
  let ended: CellularError | undefined;
  bench.execute(mqttPublishLength, [1, 't', 0, 0, 2], { data: 'ab', onEnd: (error) => (ended = error) });
  bench.heard();
  bench.time.advance(4999);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1);
  bench.settle();
  t.deepEqual(bench.events(), ['publish end timeout']);
  t.is(bench.heard(), `\r\r\r\r\r${PROBE}`);
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.is(bench.heard(), 'AT+CSQ\r');
  bench.say('\r\nOK\r\n');
  bench.time.advance(5000);
  t.is(ended?.message, 'AT+MQTTPUB=: no prompt within its deadline');
});

test('the prompt has a deadline from the command, the answer one from the last byte of the data', (t) => {
  let room = 128;
  const bench = settledBench({ room: () => room });
  bench.execute(tlsFile, ['KEYFILE', 4], { label: 'unasked', data: 'abcd' });
  bench.time.advance(5000);
  t.deepEqual(bench.events(), ['unasked end timeout']);
  bench.settle();
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);

  bench.execute(tlsFile, ['KEYFILE', 200], { label: 'asked', data: 'x'.repeat(200) });
  bench.time.advance(4900);
  room = 0;
  bench.say('\r\n> ');
  bench.time.advance(9000);
  room = 128;
  bench.port.tellRoom();
  bench.time.advance(9999);
  t.deepEqual(bench.events(), []);
  bench.time.advance(1);
  t.deepEqual(bench.events(), ['asked end timeout']);
});

test('a URC instead of the prompt is served, and the prompt still waited for', (t) => {
  const bench = publishing();
  bench.heard();
  bench.say('\r\n+MQTTBREAK: 2,1\r\n');
  t.deepEqual(bench.events(), ['URC +MQTTBREAK 2|1']);
  t.is(bench.heard(), '');
  bench.time.advance(4999);
  bench.say('\r\n> ');
  t.is(bench.heard(), DATA);
});

for (const result of ['ERROR', '+CME ERROR: 3']) {
  test(`${result} instead of the prompt ends the command at once, and no data are sent`, (t) => {
    const bench = publishing();
    bench.heard();
    bench.say(`\r\n${result}\r\n`);
    t.deepEqual(bench.events(), ['publish end refused']);
    t.is(bench.heard(), 'AT+CSQ\r');
  });
}

test('after a refusal a prompt is not waited for any more', (t) => {
  const bench = settledBench();
  bench.execute(mqttPublishLength, [1, 't', 0, 0, DATA.length], { label: 'publish', data: DATA });
  bench.say('\r\nERROR\r\n\r\n>\r\n');
  t.deepEqual(bench.events(), ['publish end refused', 'unknown-line']);
});

test('OK instead of the prompt: the line is settled before the next command', (t) => {
  const bench = publishing();
  bench.heard();
  bench.say('\r\nOK\r\n');
  t.deepEqual(bench.events(), ['publish end malformed']);
  t.is(bench.heard(), `\r\r\r\r\r${PROBE}`);
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('a late prompt gets line ends for the bytes that it asks for, and the publish is not said to be done', (t) => {
  const bench = publishing();
  bench.time.advance(5000);
  bench.settle();
  bench.heard();
  bench.say('\r\n> ');
  t.is(bench.heard(), `\r\r\r\r\r${PROBE}`);
  bench.say('\r\nOK\r\n');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  bench.say(PROBE_ANSWER);
  bench.time.advance(300);
  t.deepEqual(bench.events(), ['publish end timeout']);
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('data bytes lost on the way: the module gets as many line ends, answers, and the next command is its own', (t) => {
  const bench = publishing();
  bench.heard();
  bench.say('\r\n> ');
  t.is(bench.heard(), DATA);
  // Two of the five were lost: the module waits for them.
  bench.time.advance(5000);
  bench.settle();
  t.is(bench.heard(), `\r\r\r\r\r${PROBE}`);
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), 'AT+CSQ\r');
  bench.say('\r\n+CSQ: 9,99\r\n\r\nOK\r\n');
  t.deepEqual(bench.events(), ['publish end timeout', 'AT+CSQ reply 9|99', 'AT+CSQ end ok']);
});

test('what was published with line ends in it does not count as the retry', (t) => {
  const bench = settledBench();
  const values = [1, 't', 1, 0, DATA.length];
  bench.execute(mqttPublishLength, values, { label: 'first', data: DATA });
  bench.say('\r\n> ');
  bench.time.advance(5000);
  bench.settle();
  bench.execute(mqttPublishLength, values, { label: 'retry', data: DATA });
  bench.say('\r\nOK\r\n');
  bench.say(PROBE_ANSWER);
  bench.say('\r\n> ');
  bench.say('\r\nOK\r\n');
  bench.say('\r\n+MQTTPUB: 1,1\r\n');
  t.deepEqual(bench.events(), ['first end timeout']);
  bench.say('\r\n+MQTTPUB: 1,0\r\n');
  t.deepEqual(bench.events(), ['retry completion 1|0', 'retry end failed']);
});

test('an error while data are sent: no more of them leave, and the line is settled before the next command', (t) => {
  let room = 1;
  const bench = settledBench({ room: () => room });
  const data = 'AT+CFUN=15'.repeat(50);
  bench.execute(mqttPublishLength, [1, 't', 0, 0, data.length], { label: 'publish', data });
  bench.execute(signalQuality, []);
  bench.heard();
  room = 0;
  bench.say('\r\n> ');
  t.is(bench.heard(), 'A');
  bench.say('\r\n+CME ERROR: 4\r\n');
  room = 128;
  bench.port.tellRoom();
  bench.settle();
  t.deepEqual(bench.events(), ['publish end refused']);
  const heard = bench.heard();
  t.is(heard.replaceAll('\r', ''), PROBE.replaceAll('\r', ''));
  t.true(heard.startsWith('\r'), 'what stands in the module’s input is ended before the probe');
  bench.say('\r\nERROR\r\n');
  bench.say(PROBE_ANSWER);
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('an error after all data were sent ends the command alone', (t) => {
  const bench = publishing();
  bench.say('\r\n> ');
  bench.heard();
  bench.say('\r\n+CME ERROR: 4\r\n');
  t.is(bench.heard(), 'AT+CSQ\r');
});

test('every byte can be data in length mode', (t) => {
  const bench = settledBench();
  const data = Buffer.from(Array.from({ length: 512 }, (_, index) => index & 0xff)).toString('latin1');
  bench.execute(mqttPublishLength, [1, 't', 0, 0, data.length], { label: 'publish', data });
  bench.heard();
  bench.say('\r\n> ');
  t.is(bench.heard(), data);
  finish(bench);
  t.deepEqual(bench.events(), ['publish completion 1|1', 'publish end ok']);
});

test('after a host restart a module in an unknown data phase is filled until it answers', (t) => {
  for (const wanted of [1, 1000, 4096, 8192]) {
    const bench = new Bench();
    bench.synchronise(60000);
    let taken = 0;
    const heardIn = (): boolean => {
      taken += bench.heard().length;
      return taken >= wanted;
    };
    t.true(bench.time.runUntil(heardIn, 30000), `${wanted} bytes within the recovery limit`);
    bench.say('\r\nOK\r\n');
    bench.time.runUntil(() => bench.heard().endsWith(PROBE), 5000);
    bench.say(PROBE_ANSWER);
    bench.time.advance(300);
    t.deepEqual(bench.events(), ['synchronised ok']);
  }
});

test('after a host restart a module that asks for data gets them', (t) => {
  const bench = new Bench();
  bench.synchronise();
  t.is(bench.heard(), PROBE);
  bench.say('\r\n> ');
  t.is(bench.heard(), `${'\r'.repeat(1024)}${PROBE}`);
});

test('a key that is sent is refused where its length is not the declared one', (t) => {
  const bench = settledBench();
  const error = t.throws<CellularError>(() => bench.execute(tlsFile, ['KEYFILE', 100], { data: 'short' }));
  t.is(error.code, 'invalid-argument');
  t.is(error.message, 'data: must have the declared length (§4.2.1)');
  t.throws(() => bench.execute(tlsFile, ['KEYFILE', 100]));
  t.is(bench.heard(), '');
});
