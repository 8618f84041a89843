import test from 'ava';
import { AtTrace } from '../../../host-sim/trace/at-trace.js';
import { VirtualBench } from '../../support/virtual-bench.js';
import { fromModule, type Run, scripted, summary, toModule, traced } from './session.js';

/** Each entry in one line, and nothing left over. */
function entries(...runs: readonly Run[]): string[] {
  return traced(runs).map(summary);
}

/** From here on the trace knows what was sent. */
const KNOWN = scripted('> AT', '< OK');

function afterKnown(...runs: readonly Run[]): string[] {
  return entries(...KNOWN, ...runs).slice(2);
}

test('a command is named by its row, with its arguments', (t) => {
  t.deepEqual(entries(...scripted('> AT+MQTTOPEN=1,"broker.example",1883,0,60', '> AT+CSQ', '> at+csq', '> ATE0')), [
    '> command AT+MQTTOPEN=1,"broker.example",1883,0,60 | slot=1 host="broker.example" port=1883 clean=0 keepAlive=60',
    '> command AT+CSQ',
    '> command at+csq',
    '> command ATE0 | echo=0',
  ]);
});

test('of rows of one name the one whose arguments fit is meant', (t) => {
  t.deepEqual(entries(...scripted('> AT+MIPCALL=0', '< OK', '> AT+MIPCALL=1,"CMNET"', '< OK', '> AT+MQTTPUB=1,"t",0,0,"3"')), [
    '> command AT+MIPCALL=0 | operation=0',
    '< final OK | AT+MIPCALL= after 1 ms',
    '> command AT+MIPCALL=1,"CMNET" | operation=1 apn="CMNET"',
    '< final OK | AT+MIPCALL= after 1 ms',
    '> command AT+MQTTPUB=1,"t",0,0,"3" | slot=1 topic="t" qos=0 retain=0 payload="3"',
  ]);
});

test('replies and URCs are told apart by their shape, and numbers are put in words', (t) => {
  t.deepEqual(
    entries(...scripted('> AT+CGREG?', '< +CGREG: 2', '< +CGREG: 0,5', '< OK', '> AT+CSQ', '< +CSQ: 12,99', '< OK', '< +MQTTBREAK:1, 2')),
    [
      '> command AT+CGREG?',
      '< urc +CGREG: 2 | status=2 (searching)',
      '< reply +CGREG: 0,5 | mode=0 status=5 (roaming)',
      '< final OK | AT+CGREG? after 3 ms',
      '> command AT+CSQ',
      '< reply +CSQ: 12,99 | rssi=12 (-89 dBm, weak) ber=99',
      '< final OK | AT+CSQ after 2 ms',
      '< urc +MQTTBREAK:1, 2 | slot=1 cause=2 (radio link lost)',
    ],
  );
});

test('a bare reply is one where a command waits for it', (t) => {
  t.deepEqual(entries(...scripted('> AT+CGSN', '< 866123040012345', '< 866123040012345', '< OK')), [
    '> command AT+CGSN',
    '< reply 866123040012345 | imei=866123040012345',
    '< unknown 866123040012345 | not in the table',
    '< final OK | AT+CGSN after 3 ms',
  ]);
});

test('errors of the module are put in words', (t) => {
  t.deepEqual(entries(...scripted('> AT+CPIN?', '< +CME ERROR: 10', '< ERROR', '< +TCPIP ERROR: 631')), [
    '> command AT+CPIN?',
    '< final +CME ERROR: 10 | SIM not inserted, AT+CPIN? after 1 ms',
    '< final ERROR | no command is under way',
    '< final +TCPIP ERROR: 631 | no command is under way',
  ]);
});

test('an answer that nobody waits for any more is still read', (t) => {
  t.deepEqual(afterKnown(...scripted('< +CSQ: 20,99')), ['< reply +CSQ: 20,99 | nothing asked for it: rssi=20 (-73 dBm, moderate) ber=99']);
});

test('data after a prompt are counted, whatever is in them', (t) => {
  const payload = 'OK\r\nAT+CPIN="1234"\r> \xff';
  t.deepEqual(
    entries(
      toModule(`AT+MQTTPUB=1,"t",0,0,${payload.length}\r\n`),
      fromModule('\r\n> '),
      toModule(payload + 'AT+CSQ\r'),
      fromModule('\r\nOK\r\n'),
    ),
    [
      '> command AT+MQTTPUB=1,"t",0,0,22 | slot=1 topic="t" qos=0 retain=0 length=22',
      '< prompt > | asks for 22 bytes',
      '> data ‹22 bytes› OK\\r\\nAT+CPIN="1234"\\r> \\xff',
      '> command AT+CSQ',
      '< final OK | AT+CSQ after 0 ms',
    ],
  );
});

test('data may begin with an LF, behind a terminator with or without one', (t) => {
  for (const terminator of ['\r', '\r\n']) {
    const text = entries(toModule(`AT+MQTTPUB=1,"t",0,0,3${terminator}`), fromModule('\r\n>'), toModule('\n12'));
    t.is(text[2], '> data ‹3 bytes› \\n12');
  }
});

test('a long payload is shown by its beginning', (t) => {
  const text = entries(toModule('AT+MQTTPUB=1,"t",0,0,812\r'), fromModule('\r\n> '), toModule('x'.repeat(812)));
  t.is(text[2], `> data ‹812 bytes› ${'x'.repeat(48)}…`);
});

test('data that the module refuses half way end there', (t) => {
  t.deepEqual(
    entries(toModule('AT+MQTTPUB=1,"t",0,0,9\r'), fromModule('\r\n> '), toModule('1234'), fromModule('\r\nERROR\r\n'), toModule('AT\r')),
    [
      '> command AT+MQTTPUB=1,"t",0,0,9 | slot=1 topic="t" qos=0 retain=0 length=9',
      '< prompt > | asks for 9 bytes',
      '> data ‹4 of 9 bytes› 1234',
      '< final ERROR | AT+MQTTPUB= after 0 ms',
      '> command AT',
    ],
  );
});

test('an error instead of the prompt leaves no data behind', (t) => {
  t.deepEqual(entries(...scripted('> AT+MQTTPUB=1,"t",0,0,9', '< ERROR', '> AT')).at(-1), '> command AT');
});

test('a prompt for a command that is not known makes data until the final result', (t) => {
  t.deepEqual(
    afterKnown(toModule('AT+QFUPL="f",9\r'), fromModule('\r\n> '), toModule('AT+CSQ\r1234\r'), fromModule('\r\nOK\r\n'), toModule('AT\r')),
    [
      '> command AT+QFUPL=••• | not in the table',
      '< prompt >',
      '> data ‹12 bytes› | not shown',
      '< final OK | after 0 ms',
      '> command AT',
    ],
  );
});

test('a key is never shown, not even its end when the module gives up', (t) => {
  t.deepEqual(
    entries(
      toModule('AT+GTSSLFILE="KEYFILE",1679\r'),
      fromModule('\r\n> '),
      toModule('-----BEGIN PRIVATE KEY-----\nMIIEu'),
      fromModule('\r\nERROR\r\n'),
      toModule('wIBADAN\r\nAT+MIIEvw\r\nATMIIEvw\r\n'),
      fromModule('AT+MIIEvw\r\n'),
      toModule('AT+CSQ\r'),
    ),
    [
      '> command AT+GTSSLFILE="KEYFILE",1679 | type="KEYFILE" length=1679',
      '< prompt > | asks for 1679 bytes',
      '> data ‹33 of 1679 bytes› | not shown',
      '< final ERROR | AT+GTSSLFILE= after 0 ms',
      '> unknown ‹7 bytes› | no command',
      '> unknown ‹9 bytes› | no command',
      '> unknown ‹8 bytes› | no command',
      '< echo ‹9 bytes› | echo of something else than was sent last',
      '> command AT+CSQ',
    ],
  );
});

test('a waiting message is counted by its lengths', (t) => {
  t.deepEqual(entries(...scripted('> AT+MQTTREAD=1', '< +MQTTREAD: 1,1,3,11,"t/1","\r\nOK\r\n"\r\n+ "', '< OK')), [
    '> command AT+MQTTREAD=1 | slot=1',
    '< reply +MQTTREAD: 1,1,3,11,"t/1","\\r\\nOK\\r\\n"\\r\\n+ " | slot=1 qos=1 topicLength=3 payloadLength=11 topic="t/1" payload="\\r\\nOK\\r\\n"\\r\\n+ "',
    '< final OK | AT+MQTTREAD= after 2 ms',
  ]);
});

test('a message whose length lies is given up after a silence, and what follows is read', (t) => {
  const trace = new AtTrace();
  const take = (text: string, time: number) => trace.take('from-module', Buffer.from(text), time).map(summary);
  trace.take('to-module', Buffer.from('AT+MQTTREAD=1\r'), 0);
  t.deepEqual(take('\r\n+MQTTREAD: 1,0,1,999,"t","p"\r\n\r\nOK\r\n', 10), []);
  t.deepEqual(take('\r\n+MQTTPUB: 1,1\r\n', 261), [
    '< unknown +MQTTREAD: 1,0,1,999,"t","p" | its end never came',
    '< final OK | AT+MQTTREAD= after 261 ms',
    '< urc +MQTTPUB: 1,1 | slot=1 status=1 (success)',
  ]);
});

test('a message runs to the last quote of a line, over line ends', (t) => {
  t.deepEqual(afterKnown(fromModule('\r\n+MQTTMSG: 1,0,"t","one "two"\x21\r\nOK\r\nthree"\r\n\r\n+MQTTPUB: 1,0\r\n')), [
    '< urc +MQTTMSG: 1,0,"t","one "two"!\\r\\nOK\\r\\nthree" | slot=1 qos=0 topic="t" payload="one "two"!\\r\\nOK\\r\\nthree"',
    '< urc +MQTTPUB: 1,0 | slot=1 status=0 (failure)',
  ]);
});

test('a message without its last quote is given up after a silence', (t) => {
  const trace = new AtTrace();
  const take = (text: string, time: number) => trace.take('from-module', Buffer.from(text), time).map(summary);
  trace.take('to-module', Buffer.from('AT\r'), 0);
  t.deepEqual(take('\r\n+MQTTMSG: 1,0,"t","lost\r\n\r\nOK\r\n', 10), []);
  t.deepEqual(take('\r\n+SIM READY\r\n', 260), []);
  t.deepEqual(take('\r\n+SIM DROP\r\n', 511), [
    '< unknown +MQTTMSG: 1,0,"t","lost | its end never came',
    '< final OK | AT after 511 ms',
    '< urc +SIM READY | The SIM card is ready.',
    '< urc +SIM DROP | The SIM card was lost.',
  ]);
});

test('an echo is known with and without a line end, and before a prompt', (t) => {
  const command = 'AT+MQTTPUB=1,"t",0,0,2';
  for (const end of ['', '\r', '\r\n', '\r\r\n']) {
    const text = entries(toModule(`${command}\r`), fromModule(command + end), fromModule('>'), toModule('ab'), fromModule('\r\nOK\r\n'));
    t.deepEqual(text.slice(1), [`< echo ${command} | echo`, '< prompt > | asks for 2 bytes', '> data ‹2 bytes› ab', '< final OK | AT+MQTTPUB= after 0 ms']);
  }
});

test('bytes that begin no line are counted once, however they come', (t) => {
  t.deepEqual(afterKnown(fromModule('\xff\xfe\r\n'), fromModule('\x80'), fromModule('+SIM READY\r\n'), fromModule('\x80')), [
    '< unknown ‹3 bytes› | noise',
    '< urc +SIM READY | The SIM card is ready.',
    '< unknown ‹1 byte› | noise',
  ]);
});

test('lines that are not known are shown, those too long to be lines are counted', (t) => {
  t.deepEqual(afterKnown(fromModule('TMSG: 1,0\x07\r\n'), fromModule('y'.repeat(70000)), fromModule('\r\n+CSQ: much\r\n'), fromModule(`${'z'.repeat(130)}\r\n`)), [
    '< unknown TMSG: 1,0\\x07 | not in the table',
    '< unknown ‹70001 bytes› | longer than a line may be',
    '< unknown +CSQ: much | the fields do not fit',
    `< unknown ${'z'.repeat(120)}… | not in the table`,
  ]);
});

test('what the table does not have is shown as far as it cannot hold a secret', (t) => {
  t.deepEqual(
    afterKnown(...scripted('> AT+CGMI', '> ATS3=13', '> AT+CGMI=?', '> AT+CSQ=?', '> AT+FOO="x"', '> AT+MQTTSUB=1,"t",7', '> hello', '> AT~1')),
    [
      '> command AT+CGMI | not in the table',
      '> command ATS3=13 | not in the table',
      '> command AT+CGMI=? | not in the table',
      '> command AT+CSQ=? | asks how it can be set',
      '> command AT+FOO=••• | not in the table',
      '> command AT+MQTTSUB=1,"t",7 | the arguments do not fit',
      '> unknown ‹5 bytes› | no command',
      '> unknown ‹4 bytes› | no command',
    ],
  );
});

test('several commands on a line are read as long as all are known', (t) => {
  t.deepEqual(entries(...scripted('> ATE0+CMEE=1;+CSQ', '< +CSQ: 99,99', '< OK', '> AT+CSQ;+XYZ')), [
    '> command ATE0+CMEE=1;+CSQ | echo=0; mode=1',
    '< reply +CSQ: 99,99 | rssi=99 (unknown) ber=99',
    '< final OK | ATE AT+CMEE= AT+CSQ after 2 ms',
    '> unknown ‹11 bytes› | no command',
  ]);
});

test('a line is taken as the module takes it: edited, without control characters, behind noise', (t) => {
  t.deepEqual(entries(toModule('AT+CXX\b\bSQ\r\x00AT+\x01CSQ?\r'), toModule('}}AT+CSQ\r')), [
    '> command AT+CSQ',
    '> command AT+CSQ?',
    '> command ‹2 bytes›AT+CSQ',
  ]);
});

test('a line longer than the module takes is counted', (t) => {
  t.deepEqual(entries(toModule(`AT+MQTTUSER=1,"${'u'.repeat(13000)}\r`)), ['> unknown ‹13015 bytes› | longer than a command line may be']);
});

test('what is unfinished at the end is told then', (t) => {
  const trace = new AtTrace();
  t.deepEqual(trace.take('to-module', Buffer.from('AT\rAT+CPIN="12'), 1).map(summary), ['> command AT']);
  t.deepEqual(trace.take('from-module', Buffer.from('\r\nOK\r\n+SIM REA'), 2).map(summary), ['< final OK | AT after 1 ms']);
  t.deepEqual(trace.end().map(summary), ['> unknown ‹11 bytes› | no end of the line', '< unknown ‹8 bytes› | not in the table']);
});

test('an entry has the time of the byte with which it was complete', (t) => {
  const trace = new AtTrace();
  trace.take('to-module', Buffer.from('A'), 5);
  t.like(trace.take('to-module', Buffer.from('T\r'), 7)[0], { time: 7, direction: 'to-module', kind: 'command' });
});

test('a learned secret is hidden wherever it turns up, whole or in part', (t) => {
  const text = entries(
    ...scripted(
      '> AT+MQTTUSER=1,"me","hunter2-and-more"',
      '< OK',
      '> AT+CPIN="1234"',
      '< OK',
      '> AT+MQTTPUB=1,"t",0,0,"my hunter2-and-more"',
      '< +MQTTMSG: 1,0,"t","nter2-and-m 1234 123 hunter2"',
      '< hunter2-and-more',
      '> AT+CGMM',
      '< nter2-and-more',
    ),
    toModule('AT+MQTTPUB=1,"t",0,0,16\r'),
    toModule('hunter2-and-more'),
  );
  t.deepEqual(text.slice(4), [
    '> command AT+MQTTPUB=1,"t",0,0,"my •••" | slot=1 topic="t" qos=0 retain=0 payload="my •••"',
    '< urc +MQTTMSG: 1,0,"t","••• ••• 123 hunter2" | slot=1 qos=0 topic="t" payload="••• ••• 123 hunter2"',
    '< unknown ••• | not in the table',
    '> command AT+CGMM',
    '< reply ••• | model=•••',
    '> command AT+MQTTPUB=1,"t",0,0,16 | slot=1 topic="t" qos=0 retain=0 length=16',
    '> data ‹16 bytes› •••',
  ]);
});

test('a secret is known in the form of the wire and in its own', (t) => {
  const text = entries(...scripted('> AT+MQTTUSER=1,"me","a\\22b\\5Cc"', '> AT+CGMM', '< a"b\\c', '< a\\22b\\5Cc'));
  t.deepEqual(text, [
    '> command AT+MQTTUSER=1,"me","•••" | slot=1 user="me" password=•••',
    '> command AT+CGMM',
    '< reply ••• | model=•••',
    '< unknown ••• | not in the table',
  ]);
});

test('a cut or garbled echo of a secret is counted', (t) => {
  t.deepEqual(afterKnown(...scripted('> AT+CPIN="7"', '> AT+CPIN="1234"', '< T+CPIN="12', '< 34"', '< AT+CPIN="12x4"', '< AT+CPIX="1234"', '< OK')), [
    '> command AT+CPIN=••• | the arguments do not fit',
    '> command AT+CPIN="•••" | pin=•••',
    '< unknown ‹10 bytes› | not in the table',
    '< unknown ‹3 bytes› | not in the table',
    '< echo AT+CPIN="•••" | echo of something else than was sent last',
    '< echo ‹14 bytes› | echo of something else than was sent last',
    '< final OK | AT+CPIN= after 5 ms',
  ]);
});

test('a garbled echo is not taken for a bare reply', (t) => {
  t.deepEqual(afterKnown(...scripted('> AT+CPIN="1234";+CGSN', '< T+CPIN="12x4";+CGSN')), [
    '> command AT+CPIN="•••";+CGSN | pin=•••',
    '< unknown ‹19 bytes› | not in the table',
  ]);
});

test('what is known is for the table to say', (t) => {
  const trace = new AtTrace({ commands: [], urcs: [] });
  t.deepEqual(trace.take('to-module', Buffer.from('AT+CSQ\r'), 0).map(summary), ['> unknown ‹6 bytes› | no command']);
});

test("every line of a driver's session is explained, and no secret is in it", (t) => {
  const bench = new VirtualBench({ module: { sim: { pin: '8351' } } });
  const trace = new AtTrace();
  const seen: string[] = [];
  bench.uart.onTraffic = (direction, bytes) => seen.push(...trace.take(direction, bytes, bench.time.now()).map(summary));
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIBpDCCAUqgAwIBAgIB\n-----END CERTIFICATE-----\n';
  bench.bringUp({ apn: 'CMNET', user: 'me', password: 'apn-pa55word', pin: '8351', tls: { trust: certificate } });
  const client = bench.connectedClient({ user: 'sensor', password: 'hunter2hunter2' });
  client.subscribe('t/#');
  client.publish('t/1', '"quoted"\r\nOK\r\n', 1);
  bench.until(() => client.messages.length === 1, 'the message is there');

  t.deepEqual(seen.filter((line) => /^. unknown/.test(line)), []);
  const secrets = ['8351', 'apn-pa55word', 'hunter2hunter2', 'MIIBpDCC'];
  t.deepEqual(seen.filter((line) => secrets.some((secret) => line.includes(secret))), []);
  t.true(seen.includes('> data ‹14 bytes› "quoted"\\r\\nOK\\r\\n'));
  t.true(seen.includes('< reply +MQTTREAD: 1,1,3,14,"t/1",""quoted"\\r\\nOK\\r\\n" | slot=1 qos=1 topicLength=3 payloadLength=14 topic="t/1" payload=""quoted"\\r\\nOK\\r\\n"'));
});
