import { profiles } from '../../../host-sim/module/profile.js';
import test from 'ava';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { check } from '../../property.js';
import { lines, ModuleBench } from './module-bench.js';

const OK = lines('OK');

test('commands on a closed slot are errors, also before a prompt', (t) => {
  const bench = ModuleBench.online();
  bench.ask('AT+CMEE=1');
  const commands = ['SUB=1,"t",0', 'UNSUB=1,"t"', 'PUB=1,"t",0,0,"x"', 'PUB=1,"t",0,0,5', 'CLOSE=1', 'READ=1'];
  for (const command of commands) t.is(bench.ask(`AT+MQTT${command}`), lines('+CME ERROR: 3'), command);
});

test('arguments are held to their bounds', (t) => {
  const bench = ModuleBench.online();
  bench.ask('AT+CMEE=1');
  const bad = [
    'SUB=3,"t",0',
    'SUB=1,"t",3',
    'SUB=1,t,0',
    'SUB=1,"",0',
    'SUB=1,"t"',
    'SUB=1,"t",0,0',
    'PUB=1,"t",0,2,"x"',
    `PUB=1,"t",0,0,"${'x'.repeat(1025)}"`,
    'PUB=1,"t",0,0,8193',
    'PUB=1,"t",0,0,0',
    'OPEN=1,"h",0,1,60',
    'OPEN=1,"h",1883,1,301',
    'OPEN=1,"h",1883,1,60,1',
    'OPEN=1,"h",1883,1',
    'USER=1,"u"',
  ];
  for (const command of bad) t.is(bench.ask(`AT+MQTT${command}`), lines('+CME ERROR: 50'), command);
  t.is(bench.uplink.connections.length, 0);
});

test('subscriptions have two phases, and a refused one says 0', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  t.is(bench.ask('AT+MQTTSUB=1,"a/+/#",1'), OK);
  t.like(connection.subscriptions[0], { topic: 'a/+/#', qos: 1 });
  connection.subscriptions[0].done(1);
  t.is(bench.take(), lines('+MQTTSUB: 1,1'));
  bench.ask('AT+MQTTSUB=1,"forbidden",0');
  connection.subscriptions[1].done(128);
  t.is(bench.take(), lines('+MQTTSUB: 1,0'));
  t.is(bench.ask('AT+MQTTUNSUB=1,"a/+/#"'), OK);
  t.is(connection.unsubscriptions[0].topic, 'a/+/#');
  connection.unsubscriptions[0].done(true);
  t.is(bench.take(), lines('+MQTTUNSUB: 1,1'));
});

test('a publish completes when the uplink says so, with success or without', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  t.is(bench.ask('AT+MQTTPUB=1,"a/b",2,1,"say \\22hi\\22"'), OK);
  const { message: sent, done } = connection.publications[0];
  t.like(sent, { topic: 'a/b', qos: 2, isRetained: true });
  t.is(Buffer.from(sent.payload).toString(), 'say "hi"');
  done(true);
  t.is(bench.take(), lines('+MQTTPUB: 1,1'));
  bench.ask('AT+MQTTPUB=1,"a/b",1,0,"x"');
  connection.publications[1].done(false);
  t.is(bench.take(), lines('+MQTTPUB: 1,0'));
});

test('a semicolon between quotes is text, and one behind them begins the next command', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  t.is(bench.ask('AT+MQTTPUB=1,"a;b",0,0,"c;+CSQ";+CSQ'), lines('+CSQ: 20,99', 'OK'));
  t.is(connection.publications[0].message.topic, 'a;b');
  t.is(Buffer.from(connection.publications[0].message.payload).toString(), 'c;+CSQ');
});

test('length mode waits for exactly so many bytes, for as long as it takes, and echoes none', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  bench.ask('ATE1');
  t.is(bench.ask('AT+MQTTPUB=1,"t",0,0,12'), 'AT+MQTTPUB=1,"t",0,0,12\r\n> ');
  bench.type('OK\r\n\x1a\x1bAT\r');
  bench.time.advance(3600000);
  t.is(bench.take(), '');
  bench.type('\b"xAT\r\n');
  bench.time.advance(100);
  t.is(bench.take(), `${OK}AT${OK}`, 'what follows the twelfth byte is a line again');
  t.is(Buffer.from(connection.publications[0].message.payload).toString('latin1'), 'OK\r\n\x1a\x1bAT\r\b"x');
});

test('an LF behind the command\'s CR is not the payload\'s first byte, but one behind the prompt is', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  const publish = (terminator: string, payload: string): void => {
    bench.type(`AT+MQTTPUB=1,"t",0,0,${payload.length}\r`);
    bench.time.advance(0.1);
    bench.type(terminator);
    bench.until(() => bench.output.endsWith('> '), 100);
    bench.type(payload);
    bench.time.advance(50);
    bench.take();
  };
  publish('\n', 'ab');
  publish('', '\nb');
  publish('\n', '\n\n');
  const sent = connection.publications.map(({ message: { payload } }) => Buffer.from(payload).toString());
  t.deepEqual(sent, ['ab', '\nb', '\n\n']);
});

test('a slot that closes while its payload is typed refuses it', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  bench.ask('AT+MQTTPUB=1,"t",0,0,2');
  connection.events.onLost('closed by broker');
  bench.type('ab');
  bench.time.advance(100);
  t.is(bench.take(), lines('ERROR', '+MQTTBREAK: 1,1'));
});

test('as many publishes as wanted are in flight, unless the profile has a bound: then one more is an error, also before the prompt', (t) => {
  const bench = ModuleBench.online({ profile: { publishesInFlight: 2 } });
  const connection = bench.open();
  const publish = 'AT+MQTTPUB=1,"t",1,0,"x"';
  t.deepEqual([bench.ask(publish), bench.ask(publish)], [OK, OK]);
  t.is(bench.ask(publish), lines('ERROR'));
  t.is(bench.ask('AT+MQTTPUB=1,"t",1,0,5'), lines('ERROR'));
  t.is(connection.publications.length, 2);
  connection.publications[1].done(true);
  bench.time.advance(10);
  t.is(bench.take(), lines('+MQTTPUB: 1,1'));
  t.is(bench.ask(publish), OK);
  bench.module.adjust({ publishesInFlight: Infinity });
  for (let count = 0; count < 100; count += 1) t.is(bench.ask(publish), OK);
});

test('any payload arrives at the uplink unchanged, cut anywhere', (t) => {
  check(
    t,
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 8192 }), fc.nat(), (payload, at) => {
      const bench = ModuleBench.online();
      const connection = bench.open();
      bench.type(`AT+MQTTPUB=1,"t",1,0,${payload.length}\r`);
      bench.until(() => bench.output.endsWith('\r\n> '), 1000);
      bench.type(payload.subarray(0, at % payload.length));
      bench.time.advance(30);
      bench.type(payload.subarray(at % payload.length));
      bench.time.advance(30);
      assert.equal(bench.take(), `\r\n> ${OK}`);
      assert.deepEqual(new Uint8Array(connection.publications[0].message.payload), payload);
    }),
  );
});

test('a quote behind a backslash is one where the profile takes it, and a mistake where it does not', (t) => {
  const sent = (takesBackslashQuotes: boolean, line: string): (string | undefined)[] => {
    const bench = ModuleBench.online({ profile: { takesBackslashQuotes } });
    bench.open();
    const said = bench.ask(line);
    const { publications } = bench.uplink.last;
    return [said.trim(), ...publications.map(({ message }) => Buffer.from(message.payload).toString())];
  };
  t.deepEqual(sent(true, String.raw`AT+MQTTPUB=1,"t",0,0,"{\"a\":1}"`), ['OK', '{"a":1}']);
  t.deepEqual(sent(true, String.raw`AT+MQTTPUB=1,"t",0,0,"a\\b\22;c"`), ['OK', 'a\\b";c']);
  t.deepEqual(sent(true, String.raw`AT+MQTTPUB=1,"t",0,0,"C:\temp"`), ['OK', 'C:\\temp']);
  t.deepEqual(sent(false, String.raw`AT+MQTTPUB=1,"t",0,0,"{\"a\":1}"`), ['ERROR']);
  t.true(profiles.l610.takesBackslashQuotes && !profiles.mc66x.takesBackslashQuotes);
});
