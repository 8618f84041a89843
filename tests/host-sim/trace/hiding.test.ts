import test from 'ava';
import { afterKnown, entries, fromModule, scripted, toModule } from './session.js';

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

test('lines that are not known are shown, those too long to be lines are counted', (t) => {
  t.deepEqual(
    afterKnown(
      fromModule('TMSG: 1,0\x07\r\n'),
      fromModule('y'.repeat(70000)),
      fromModule('\r\n+CSQ: much\r\n'),
      fromModule(`${'z'.repeat(130)}\r\n`),
    ),
    [
      '< unknown TMSG: 1,0\\x07 | not in the table',
      '< unknown ‹70001 bytes› | longer than a line may be',
      '< unknown +CSQ: much | the fields do not fit',
      `< unknown ${'z'.repeat(120)}… | not in the table`,
    ],
  );
});

test('what the table does not have is shown as far as it cannot hold a secret', (t) => {
  t.deepEqual(
    afterKnown(
      ...scripted('> AT+CGMI', '> ATS3=13', '> AT+CGMI=?', '> AT+CSQ=?'),
      ...scripted('> AT+FOO="x"', '> AT+MQTTSUB=1,"t",7', '> hello', '> AT~1'),
    ),
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
  const echoes = ['< T+CPIN="12', '< 34"', '< AT+CPIN="12x4"', '< AT+CPIX="1234"'];
  t.deepEqual(afterKnown(...scripted('> AT+CPIN="7"', '> AT+CPIN="1234"', ...echoes, '< OK')), [
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
