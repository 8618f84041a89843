import test from 'ava';
import { AtTrace } from '../../../host-sim/trace/at-trace.js';
import { ModuleBench } from '../module/module-bench.js';
import { VirtualBench } from '../../support/virtual-bench.js';
import { afterKnown, entries, fromModule, scripted, summary, toModule } from './session.js';

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
    entries(
      ...scripted('> AT+CGREG?', '< +CGREG: 2', '< +CGREG: 0,5', '< OK'),
      ...scripted('> AT+CSQ', '< +CSQ: 12,99', '< OK', '< +MQTTBREAK:1, 2'),
    ),
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
  t.deepEqual(afterKnown(...scripted('< +CSQ: 20,99')), [
    '< reply +CSQ: 20,99 | nothing asked for it: rssi=20 (-73 dBm, moderate) ber=99',
  ]);
});

test('bytes that begin no line are counted once, however they come', (t) => {
  t.deepEqual(afterKnown(fromModule('\xff\xfe\r\n'), fromModule('\x80'), fromModule('+SIM READY\r\n'), fromModule('\x80')), [
    '< unknown ‹3 bytes› | noise',
    '< urc +SIM READY | The SIM card is ready.',
    '< unknown ‹1 byte› | noise',
  ]);
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
  t.deepEqual(entries(toModule(`AT+MQTTUSER=1,"${'u'.repeat(13000)}\r`)), [
    '> unknown ‹13015 bytes› | longer than a command line may be',
  ]);
});

test('what is unfinished at the end is told then', (t) => {
  const trace = new AtTrace();
  t.deepEqual(trace.take('to-module', Buffer.from('AT\rAT+CPIN="12'), 1).map(summary), ['> command AT']);
  t.deepEqual(trace.take('from-module', Buffer.from('\r\nOK\r\n+SIM REA'), 2).map(summary), ['< final OK | AT after 1 ms']);
  t.deepEqual(trace.end().map(summary), [
    '> unknown ‹11 bytes› | no end of the line',
    '< unknown ‹8 bytes› | not in the table',
  ]);
});

test('an entry has the time of the byte with which it was complete', (t) => {
  const trace = new AtTrace();
  trace.take('to-module', Buffer.from('A'), 5);
  t.like(trace.take('to-module', Buffer.from('T\r'), 7)[0], { time: 7, direction: 'to-module', kind: 'command' });
});

test('what is known is for the table to say', (t) => {
  const trace = new AtTrace({ commands: [], urcs: [] });
  t.deepEqual(trace.take('to-module', Buffer.from('AT+CSQ\r'), 0).map(summary), ['> unknown ‹6 bytes› | no command']);
});

test('a module that has run explains its own commands too, and hides what is secret in them', (t) => {
  const bench = ModuleBench.registered();
  const trace = new AtTrace(bench.module);
  const traced = (line: string): readonly string[] => {
    const sent = trace.take('to-module', Buffer.from(`${line}\r`), 0);
    return [...sent, ...trace.take('from-module', Buffer.from(bench.ask(line), 'latin1'), 0)].map(summary);
  };
  t.deepEqual(traced('ATE1;+CPBS?'), [
    '> command ATE1;+CPBS? | echo=1',
    '< echo ATE1;+CPBS? | echo',
    '< reply +CPBS: "SM",0,20 | storage="SM" used=0 total=20',
    '< final OK | ATE AT+CPBS? after 0 ms',
  ]);
  t.deepEqual(traced('AT+CGAUTH=1,1,"me","apn-pa55word"'), [
    '> command AT+CGAUTH=1,1,"me","•••" | context=1 protocol=1 user="me" password=•••',
    '< echo AT+CGAUTH=1,1,"me","•••" | echo',
    '< final OK | AT+CGAUTH= after 0 ms',
  ]);
  t.deepEqual(traced('AT+CMGF=1').slice(0, 1), ['> command AT+CMGF=1 | mode=1']);
  t.deepEqual(traced('AT+CMGS="10086"').at(-1), '< prompt >');
  t.deepEqual(traced('apn-pa55word\x1a').at(-1), '< final OK | AT+CMGS= after 0 ms');
  t.deepEqual(traced('AT+CFOO="apn-pa55word"').slice(0, 1), ['> unknown ‹22 bytes› | no command'], 'nothing is known of what comes behind a text');
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

  t.deepEqual(
    seen.filter((line) => /^. unknown/.test(line)),
    [],
  );
  const secrets = ['8351', 'apn-pa55word', 'hunter2hunter2', 'MIIBpDCC'];
  t.deepEqual(
    seen.filter((line) => secrets.some((secret) => line.includes(secret))),
    [],
  );
  t.true(seen.includes('> data ‹14 bytes› "quoted"\\r\\nOK\\r\\n'));
  t.true(seen.some((line) => line.startsWith('< reply +MQTTREAD: 1,1,3,14,"t/1",""quoted"\\r\\nOK\\r\\n" | slot=1 qos=1')));
});
