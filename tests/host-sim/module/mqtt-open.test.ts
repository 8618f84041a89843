import test from 'ava';
import type { Message } from '../../../host-sim/broker/uplink.js';
import type { ProfileOptions } from '../../../host-sim/module/profile.js';
import { lines, ModuleBench } from './module-bench.js';

const OK = lines('OK');
const ERROR = lines('ERROR');

function message(topic: string, payload: string | Uint8Array, qos: Message['qos'] = 0): Message {
  return { topic, payload: Buffer.from(payload), qos, isRetained: false };
}

test('an open has two phases, and says to the broker what was set', (t) => {
  const bench = ModuleBench.online();
  t.is(bench.ask('AT+MQTTUSER=1,"user","p\\22w","client-1"'), OK);
  t.is(bench.ask('AT+MQTTWILL=1,"will",1,1,"gone"'), OK);
  t.is(bench.ask('AT+MQTTOPEN=1,"broker.example",1883,0,60'), OK);
  t.is(bench.module.slots.state(1), 'opening');
  t.like(bench.uplink.last.options, {
    host: 'broker.example',
    port: 1883,
    clientId: 'client-1',
    user: 'user',
    clean: false,
    keepAlive: 60,
    tls: undefined,
    will: { topic: 'will', qos: 1, isRetained: true },
  });
  t.is(Buffer.from(bench.uplink.last.options.password ?? []).toString(), 'p"w');
  t.is(Buffer.from(bench.uplink.last.options.will?.payload ?? []).toString(), 'gone');
  bench.uplink.last.events.onConnected(false);
  t.is(bench.take(), lines('+MQTTOPEN: 1,1'));
  t.is(bench.module.slots.state(1), 'open');
});

test('without a login the IMEI is the client identifier', (t) => {
  const bench = ModuleBench.online({ profile: { imei: '490154203237518' } });
  const { options } = bench.open();
  t.is(options.clientId, '490154203237518');
  t.is(options.user, undefined);
  t.is(options.password, undefined);
  t.is(options.will, undefined);
});

test('a refused open is told late, by 0 or by the profile\'s number', (t) => {
  const refused = (profile: ProfileOptions): string => {
    const bench = ModuleBench.online({ profile });
    bench.ask('AT+MQTTOPEN=1,"h",1883,1,60');
    bench.uplink.last.events.onRefused({ phase: 'mqtt', code: 703, reason: 'not authorised' });
    bench.time.advance(1399);
    t.is(bench.take(), '');
    bench.time.advance(3300);
    t.is(bench.module.slots.state(1), 'closed');
    return bench.take();
  };
  t.is(refused({}), lines('+MQTTOPEN: 1,0'));
  t.is(refused({ refusalReport: 'status' }), lines('+MQTTOPEN: 1,703'));
  t.is(refused({ refusalReport: 'appended' }), lines('+MQTTOPEN: 1,0,703'));
});

test('an open that nobody answers ends after a minute', (t) => {
  const bench = ModuleBench.online();
  bench.ask('AT+MQTTOPEN=1,"h",1883,1,60');
  t.is(bench.ask('AT+MQTTOPEN=1,"h",1883,1,60', 50000), ERROR, 'not while opening');
  bench.time.advance(15000);
  t.is(bench.take(), lines('+MQTTOPEN: 1,0'));
  t.true(bench.uplink.last.isDropped);
  bench.uplink.last.events.onConnected(false);
  t.is(bench.take(), '', 'what a former connection still says is nothing to the slot');
});

test('unknowns of the profile: keep-alive 0, TLS 1, documented lengths, opening without an address', (t) => {
  const strict = ModuleBench.online({ profile: { acceptsKeepAliveZero: false, longLogins: 'refused' } });
  t.is(strict.ask('AT+MQTTOPEN=1,"h",1883,1,0'), ERROR);
  t.is(strict.ask(`AT+MQTTUSER=1,"u","p","${'c'.repeat(24)}"`), ERROR);
  t.is(strict.ask(`AT+MQTTUSER=1,"u","p","${'c'.repeat(23)}"`), OK);
  const lax = ModuleBench.online({ profile: { acceptsTlsOne: true } });
  t.is(lax.ask(`AT+MQTTUSER=1,"u","p","${'c'.repeat(56)}"`), OK);
  t.is(lax.ask('AT+MQTTOPEN=1,"h",1883,1,0,1'), OK);
  t.is(lax.uplink.last.options.keepAlive, 0);
  t.not(lax.uplink.last.options.tls, undefined);
  const offline = ModuleBench.registered();
  offline.ask('ATE0');
  t.is(offline.ask('AT+MQTTOPEN=1,"h",1883,1,60'), ERROR);
  const failing = ModuleBench.registered({ profile: { openWithoutAddress: 'fails' } });
  failing.ask('ATE0');
  t.is(failing.ask('AT+MQTTOPEN=1,"h",1883,1,60'), lines('OK', '+MQTTOPEN: 1,0'));
});

test('the will can come in length mode', (t) => {
  const bench = ModuleBench.online();
  t.is(bench.ask('AT+MQTTWILL=1,"w",0,0,5'), '\r\n> ');
  bench.type('a"\r\nb');
  bench.time.advance(100);
  t.is(bench.take(), OK);
  t.is(Buffer.from(bench.open().options.will?.payload ?? []).toString(), 'a"\r\nb');
});

test('a close completes when the broker is gone, or after five seconds without it', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  t.is(bench.ask('AT+MQTTCLOSE=1'), OK);
  t.is(bench.module.slots.state(1), 'closing');
  connection.onDisconnected?.();
  t.is(bench.take(), lines('+MQTTCLOSE: 1,1'));
  t.is(bench.module.slots.state(1), 'closed');
  const mute = bench.open();
  t.is(bench.ask('AT+MQTTCLOSE=1', 10000), lines('OK', '+MQTTCLOSE: 1,1'));
  t.true(mute.isDropped);
});

test('a lost connection is reported in the profile\'s way, or not at all', (t) => {
  const lost = (linkLossReport: '+MQTTBREAK' | '+MQTTLOSE' | '+MQTTCLOSE' | 'none'): string => {
    const bench = ModuleBench.online({ profile: { linkLossReport } });
    bench.open().events.onLost('reset');
    t.is(bench.module.slots.state(1), 'closed');
    return bench.take();
  };
  t.is(lost('+MQTTBREAK'), lines('+MQTTBREAK: 1,1'));
  t.is(lost('+MQTTLOSE'), lines('+MQTTLOSE: 1,1'));
  t.is(lost('+MQTTCLOSE'), lines('+MQTTCLOSE: 1,1'));
  t.is(lost('none'), '');
});

test('a slot can be broken with its cause, or go silent', (t) => {
  const bench = ModuleBench.online();
  bench.open();
  bench.module.slots.break(1, 3);
  t.is(bench.take(), lines('+MQTTBREAK: 1,3'));
  bench.module.slots.break(1, 3);
  t.is(bench.take(), '', 'there is nothing left to break');
  const connection = bench.open();
  bench.module.slots.mute(1);
  t.true(connection.isMuted);
  t.is(bench.module.slots.state(1), 'open');
});

test('a former connection has nothing to say to the slot that was opened again', (t) => {
  const bench = ModuleBench.online();
  const former = bench.open();
  bench.ask('AT+MQTTPUB=1,"t",1,0,"x"');
  bench.module.slots.break(1, 1);
  bench.open();
  former.events.onMessage(message('t', 'late'));
  former.publications[0].done(true);
  former.events.onLost('late');
  t.is(bench.take(), '');
  t.is(bench.module.slots.state(1), 'open');
});

test('two slots at once do not know of each other', (t) => {
  const bench = ModuleBench.online();
  const first = bench.open(1);
  const second = bench.open(2, ',2');
  t.not(second.options.tls, undefined);
  bench.ask('AT+MQTTPUB=2,"t",0,0,"two"');
  t.is(first.publications.length, 0);
  second.publications[0].done(true);
  first.events.onMessage(message('t', 'one'));
  t.is(bench.take(), lines('+MQTTPUB: 2,1', '+MQTTMSG: 1,0,"t","one"'));
  bench.module.slots.break(1, 1);
  t.is(bench.module.slots.state(2), 'open');
});

test('login, will, receive mode and connections are forgotten with the power', (t) => {
  const bench = ModuleBench.online();
  bench.ask('AT+MQTTUSER=1,"u","p","c"');
  bench.ask('AT+MQTTWILL=1,"w",0,0,"x"');
  bench.ask('AT+MQTTCONF=1');
  const before = bench.open();
  bench.module.powerOff();
  t.true(before.isDropped);
  before.events.onMessage(message('t', 'late'));
  bench.module.powerOn();
  bench.time.advance(15000);
  bench.ask('ATE0');
  bench.ask('AT+MIPCALL=1');
  const after = bench.open();
  t.like(after.options, { user: undefined, clientId: bench.module.profile.imei, will: undefined });
  after.events.onMessage(message('t', 'p'));
  t.is(bench.take(), lines('+MQTTMSG: 1,0,"t","p"'));
});

test('a data call lost while a slot opens or closes ends both', (t) => {
  const bench = ModuleBench.online();
  bench.open(2);
  bench.ask('AT+MQTTCLOSE=2', 100);
  bench.ask('AT+MQTTOPEN=1,"h",1883,1,60', 500);
  bench.module.dataCall.lose({ withUrc: true });
  t.is(bench.take(), lines('+MIPCALL: 0', '+MQTTOPEN: 1,0', '+MQTTCLOSE: 2,1'));
  bench.time.advance(100000);
  t.is(bench.take(), '');
});

test('a will stays set in its slot, or goes with its connection where the profile says so', (t) => {
  const willOfSecondOpen = (profile: ProfileOptions): unknown => {
    const bench = ModuleBench.online({ profile });
    bench.ask('AT+MQTTWILL=1,"w",0,0,"x"');
    bench.open();
    bench.module.slots.break(1, 1);
    return bench.open().options.will?.topic;
  };
  t.is(willOfSecondOpen({ forgetsWillOnClose: false }), 'w');
  t.is(willOfSecondOpen({ forgetsWillOnClose: true }), undefined);
});
