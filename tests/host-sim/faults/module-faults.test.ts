import test from 'ava';
import { FaultBench } from './fault-bench.js';

const PUBLISH_LENGTH = 'AT+MQTTPUB=1,"t",1,0,5';

test('prompts', (t) => {
  const bench = FaultBench.open();
  t.is(bench.ask(PUBLISH_LENGTH), '\r\n> ');
  t.is(bench.ask('hello'), '\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
  bench.faults.inject('prompt-stuck');
  t.is(bench.ask(PUBLISH_LENGTH), '');
  t.is(bench.ask('hello'), '\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n');
  bench.faults.inject('prompt-refused');
  t.is(bench.ask(PUBLISH_LENGTH), '\r\nERROR\r\n');
  bench.faults.inject('urc-for-prompt', { urc: '+CSQ: 1,99' });
  t.is(bench.ask(PUBLISH_LENGTH), '\r\n+CSQ: 1,99\r\n\r\n> ');
  bench.ask('hello');
  bench.faults.inject('urc-for-prompt', { urc: '+CSQ: 1,99', then: 'nothing' });
  t.is(bench.ask(PUBLISH_LENGTH), '\r\n+CSQ: 1,99\r\n');
  bench.ask('hello');
  bench.faults.inject('prompt-late', { delay: 5 });
  t.is(bench.ask(PUBLISH_LENGTH), '');
  bench.time.advance(3000);
  t.is(bench.take(), '\r\n> ');
  bench.ask('hello');
  bench.faults.inject('bare-prompt');
  t.is(bench.ask(PUBLISH_LENGTH), '> ');
  bench.ask('hello');
  t.deepEqual(bench.faults.active, ['bare-prompt']);
});

test('a short payload leaves the module waiting for the rest', (t) => {
  const bench = FaultBench.open();
  bench.faults.inject('payload-short', { count: 2 });
  t.is(bench.ask(PUBLISH_LENGTH), '\r\n> ');
  t.is(bench.ask('hell'), '');
  // Five bytes are there with the two line ends and the next command's first letter.
  t.regex(bench.ask('AT'), /\+MQTTPUB: 1,1/);
});

test('answers: late, slow, missing, doubled, reordered, overtaken', (t) => {
  const bench = FaultBench.open();
  const answer = '\r\n+CSQ: 20,99\r\n';
  bench.faults.inject('answer-late', { command: 'AT+CSQ', delay: 10 });
  t.is(bench.ask('AT+CSQ', 9000), '');
  bench.type('AT\r');
  bench.time.advance(3000);
  // The module was busy: what was typed meanwhile is answered afterwards.
  t.is(bench.take(), `${answer}\r\nOK\r\n\r\nOK\r\n`);
  bench.faults.inject('answer-missing', { command: 'AT+CSQ' });
  t.is(bench.ask('AT+CSQ'), '');
  t.is(bench.ask('AT+CSQ'), `${answer}\r\nOK\r\n`);
  bench.faults.inject('answer-doubled', { command: 'AT+CSQ' });
  t.is(bench.ask('AT+CSQ'), `${answer}\r\nOK\r\n\r\nOK\r\n`);
  bench.faults.inject('answer-reordered', { command: 'AT+CSQ' });
  t.is(bench.ask('AT+CSQ'), `\r\nOK\r\n${answer}`);
  bench.faults.inject('answer-overtaken', { command: 'AT+CSQ', delay: 5 });
  t.is(bench.ask('AT+CSQ', 1000), '');
  t.is(bench.ask('AT', 1000), '\r\nOK\r\n');
  bench.time.advance(4000);
  t.is(bench.take(), `${answer}\r\nOK\r\n`);
  bench.faults.inject('command-ignored', { command: 'ATE' });
  t.is(bench.ask('ATE1'), '');
  t.is(bench.ask('AT'), '\r\nOK\r\n');
  t.deepEqual(bench.faults.active, []);
});

test('completions: late, missing, doubled', (t) => {
  const bench = FaultBench.open();
  bench.faults.inject('completion-late', { delay: 10 });
  t.is(bench.publish(), '\r\nOK\r\n');
  bench.time.advance(9000);
  t.is(bench.take(), '\r\n+MQTTPUB: 1,1\r\n');
  bench.faults.inject('completion-missing');
  t.is(bench.publish('x', 60_000), '\r\nOK\r\n');
  bench.faults.inject('completion-doubled');
  t.is(bench.publish(), '\r\nOK\r\n\r\n+MQTTPUB: 1,1\r\n\r\n+MQTTPUB: 1,1\r\n');
  t.is(bench.received.length, 3);
});

test('silence, and then everything at once', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('silence', { duration: 60 });
  t.is(bench.ask('AT', 20_000) + bench.ask('AT+CSQ', 20_000), '');
  bench.time.advance(20_000);
  t.is(bench.take(), '\r\nOK\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
});

test('refused until a restart, and hung until the power is cut', (t) => {
  const bench = FaultBench.open();
  bench.faults.inject('operation-in-progress');
  t.is(bench.publish(), '\r\nERROR\r\n');
  t.is(bench.ask('AT'), '\r\nOK\r\n');
  bench.ask('AT+CFUN=15', 30_000);
  t.deepEqual(bench.faults.active, []);
  bench.faults.inject('hung');
  t.is(bench.ask('AT') + bench.ask('AT+CFUN=15', 30_000), '');
  bench.module.powerOff();
  bench.module.powerOn();
  t.deepEqual(bench.faults.active, []);
  bench.time.advance(30_000);
  t.regex(bench.ask('AT'), /OK/);
});

test('reboots with boot lines, without them, and in the middle of a command', (t) => {
  const bench = FaultBench.open();
  bench.take();
  bench.faults.inject('reboot');
  bench.time.advance(30_000);
  t.regex(bench.take(), /AT command ready[^]*\+SIM READY/);
  bench.faults.inject('reboot-unannounced');
  bench.time.advance(30_000);
  t.is(bench.take(), '');
  t.is(bench.ask('AT'), 'AT\r\nOK\r\n');
  bench.faults.inject('reboot');
  bench.time.advance(30_000);
  t.regex(bench.take(), /AT command ready[^]*\+SIM READY/);
  bench.faults.inject('brown-out', { command: 'AT+CSQ' });
  t.regex(bench.ask('AT'), /OK/);
  t.is(bench.ask('AT+CSQ', 30_000).includes('+CSQ:'), false);
  t.deepEqual(bench.faults.active, []);
});

test('what is deaf for a while, and what says too much', (t) => {
  const bench = new FaultBench();
  bench.faults.inject('deaf-after-answer', { duration: 50 });
  t.is(bench.ask('AT', 20), '\r\nOK\r\n');
  t.is(bench.ask('AT', 20), '');
  bench.time.advance(100);
  t.is(bench.ask('AT', 100), '\r\nOK\r\n');
  bench.faults.inject('stray-lines', { text: 'noise' });
  t.is(bench.ask('AT'), '\r\nnoise\r\n\r\nOK\r\n');
  bench.faults.liftAll();
  bench.faults.inject('urc-before-answer', { urc: '+X: 1', command: 'AT+CSQ' });
  t.is(bench.ask('AT+CSQ'), '\r\n+X: 1\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n');
  bench.faults.inject('look-alike-urc');
  t.is(bench.ask('AT+CGREG?'), '\r\n+CGREG: 2\r\n\r\n+CGREG: 0,1\r\n\r\nOK\r\n');
  bench.faults.inject('urc-storm', { urc: '+Y', count: 3, interval: 100 });
  bench.time.advance(1000);
  t.is(bench.take(), '\r\n+Y\r\n'.repeat(3));
  t.false(bench.faults.active.includes('urc-storm'));
});

test('TLS files, and the SIM card', (t) => {
  const bench = new FaultBench();
  const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
  bench.ask(`AT+GTSSLFILE="TRUSTFILE",${pem.length}`);
  bench.ask(pem);
  t.is(bench.module.trustFiles, 1);
  bench.faults.inject('tls-files-forgotten');
  t.is(bench.module.trustFiles, 0);
  bench.ask('AT+CMEE=2');
  bench.faults.inject('tls-memory-full');
  t.is(bench.ask(`AT+GTSSLFILE="TRUSTFILE",${pem.length}`), '\r\n+CME ERROR: memory full\r\n');
  bench.faults.inject('sim-busy');
  t.is(bench.ask('AT+CPIN?'), '\r\n+CME ERROR: SIM busy\r\n');
  bench.faults.lift('sim-busy');
  bench.faults.inject('sim-wants-pin', { pin: '4711' });
  bench.time.advance(5000);
  t.regex(bench.ask('AT+CPIN?'), /SIM PIN/);
  bench.faults.lift('sim-wants-pin');
  bench.time.advance(5000);
  t.regex(bench.ask('AT+CPIN?'), /READY/);
  bench.faults.inject('sim-removed');
  t.is(bench.module.simState, 'absent');
});
