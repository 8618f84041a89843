import test from 'ava';
import { lines, ModuleBench } from './module-bench.js';

test('boot: AT command ready, then +SIM READY, and both stay away where start messages are off', (t) => {
  const bench = new ModuleBench();
  bench.module.powerOn();
  bench.time.advance(10000);
  t.is(bench.take(), lines('AT command ready', '+SIM READY'));
  const silent = new ModuleBench({ profile: { startMessages: false } });
  silent.module.powerOn();
  silent.time.advance(10000);
  t.is(silent.take(), '');
  t.is(silent.ask('AT'), `AT${lines('OK')}`);
});

test('URCs wait for the final result of a command under way', (t) => {
  const bench = ModuleBench.registered();
  bench.type('AT+CSQ\r');
  bench.module.sim.remove();
  bench.time.advance(2);
  t.is(bench.take(), 'AT+CSQ');
  bench.time.advance(100);
  t.is(bench.take(), lines('+CSQ: 20,99', 'OK', '+SIM: Removed'));
});

test('URCs go between echo and answer where the profile\'s module does not hold them', (t) => {
  const bench = ModuleBench.registered({ profile: { holdsUrcs: false } });
  bench.type('AT+CSQ\r');
  bench.time.advance(2);
  bench.module.sim.remove();
  bench.time.advance(100);
  t.is(bench.take(), `AT+CSQ${lines('+SIM: Removed', '+CSQ: 20,99', 'OK')}`);
});

test('URCs wait while a prompted payload is taken', (t) => {
  const bench = ModuleBench.online();
  bench.type('AT+GTSSLFILE="KEYFILE",20\r');
  bench.time.advance(100);
  bench.module.sim.remove();
  bench.time.advance(60000);
  t.is(bench.take(), '\r\n> ');
  bench.type('-----BEGIN -----END ');
  bench.time.advance(100);
  t.is(bench.take(), lines('OK', '+SIM: Removed', '+MIPCALL: 0'));
});

test('of more than 32 held URCs the oldest are lost, and the loss is told to who listens', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  bench.type('AT+GTSSLFILE="KEYFILE",4\r');
  bench.time.advance(100);
  bench.take();
  for (let index = 0; index < 35; index += 1) {
    connection.events.onMessage({ topic: 't', payload: Buffer.from(`${index}`), qos: 0, isRetained: false });
  }
  bench.type('nope');
  bench.time.advance(100);
  const kept = Array.from({ length: 32 }, (_, index) => `+MQTTMSG: 1,0,"t","${index + 3}"`);
  t.is(bench.take(), lines('ERROR', ...kept));
  t.is(bench.events.filter((event) => event.type === 'urc-dropped').length, 3);
});

test('of more than 4096 held bytes the oldest are lost', (t) => {
  const bench = ModuleBench.online();
  const connection = bench.open();
  bench.type('AT+GTSSLFILE="KEYFILE",4\r');
  bench.time.advance(100);
  bench.take();
  for (const letter of ['a', 'b', 'c', 'd', 'e']) {
    connection.events.onMessage({ topic: 't', payload: Buffer.from(letter.repeat(1000)), qos: 0, isRetained: false });
  }
  bench.type('nope');
  bench.time.advance(100);
  // Each is 1024 bytes with its framing, so four of them fit.
  const kept = ['b', 'c', 'd', 'e'].map((letter) => `+MQTTMSG: 1,0,"t","${letter.repeat(1000)}"`);
  t.is(bench.take(), lines('ERROR', ...kept));
});
