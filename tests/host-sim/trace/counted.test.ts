import test from 'ava';
import { AtTrace } from '../../../host-sim/trace/at-trace.js';
import { afterKnown, entries, fromModule, scripted, summary, toModule } from './session.js';

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
    entries(
      toModule('AT+MQTTPUB=1,"t",0,0,9\r'),
      fromModule('\r\n> '),
      toModule('1234'),
      fromModule('\r\nERROR\r\n'),
      toModule('AT\r'),
    ),
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
    afterKnown(
      toModule('AT+QFUPL="f",9\r'),
      fromModule('\r\n> '),
      toModule('AT+CSQ\r1234\r'),
      fromModule('\r\nOK\r\n'),
      toModule('AT\r'),
    ),
    [
      '> command AT+QFUPL=••• | not in the table',
      '< prompt >',
      '> data ‹12 bytes› | not shown',
      '< final OK | after 0 ms',
      '> command AT',
    ],
  );
});

test('a waiting message is counted by its lengths', (t) => {
  t.deepEqual(entries(...scripted('> AT+MQTTREAD=1', '< +MQTTREAD: 1,1,3,11,"t/1","\r\nOK\r\n"\r\n+ "', '< OK')), [
    '> command AT+MQTTREAD=1 | slot=1',
    '< reply +MQTTREAD: 1,1,3,11,"t/1","\\r\\nOK\\r\\n"\\r\\n+ "' +
      ' | slot=1 qos=1 topicLength=3 payloadLength=11 topic="t/1" payload="\\r\\nOK\\r\\n"\\r\\n+ "',
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
    const text = entries(toModule(`${command}\r`), fromModule(command + end), fromModule('>'), toModule('ab'));
    t.deepEqual(text.slice(1), [`< echo ${command} | echo`, '< prompt > | asks for 2 bytes', '> data ‹2 bytes› ab']);
  }
});
