import test from 'ava';
import { GUIDE_TIME, lines, ModuleBench } from './module-bench.js';

const OK = lines('OK');
const ERROR = lines('ERROR');

function pem(text: string): string {
  return `-----BEGIN CERTIFICATE-----\r\n${text}\r\n-----END CERTIFICATE-----\r\n`;
}

function upload(bench: ModuleBench, file: string, text: string): string {
  const prompt = bench.ask(`AT+GTSSLFILE="${file}",${text.length}`);
  bench.type(text);
  bench.time.advance(100);
  return prompt + bench.take();
}

test('version and mode are 2 and 0 after boot, and kept until the power goes', (t) => {
  const bench = ModuleBench.online();
  t.is(bench.ask('AT+GTSSLVER?;+GTSSLMODE?;+GTSSLERR?'), lines('+GTSSLVER: 2', '+GTSSLMODE: 0', '+GTSSLERR: 0', 'OK'));
  t.is(bench.ask('AT+GTSSLVER=4;+GTSSLMODE=1'), OK);
  t.is(bench.ask('AT+GTSSLVER?;+GTSSLMODE?'), lines('+GTSSLVER: 4', '+GTSSLMODE: 1', 'OK'));
  t.is(ModuleBench.online({ profile: { tlsVersionAtBoot: 0 } }).ask('AT+GTSSLVER?'), lines('+GTSSLVER: 0', 'OK'));
});

test('files reach the uplink; trust files append, the others replace', (t) => {
  const bench = ModuleBench.online();
  bench.ask('AT+GTSSLVER=4;+GTSSLMODE=1');
  t.is(upload(bench, 'TRUSTFILE', pem('root')), `\r\n> ${OK}`);
  upload(bench, 'TRUSTFILE', pem('root'));
  upload(bench, 'CERTFILE', pem('old'));
  upload(bench, 'CERTFILE', pem('new'));
  upload(bench, 'KEYFILE', pem('key'));
  bench.ask('AT+MIPNTP="pool.ntp.org",123');
  const { tls } = bench.open(1, ',2').options;
  t.like(tls, { version: 4, isVerified: true, trust: [pem('root'), pem('root')], certificate: pem('new'), key: pem('key') });
  t.true(Math.abs((tls?.clock ?? 0) - GUIDE_TIME) < 10000);
});

test('what is no PEM text, or no known file, is refused', (t) => {
  const bench = ModuleBench.online();
  t.is(upload(bench, 'TRUSTFILE', 'not a certificate'), `\r\n> ${ERROR}`);
  t.is(upload(bench, 'KEYFILE', '-----END x----------BEGIN x-----'), `\r\n> ${ERROR}`);
  t.is(bench.ask('AT+GTSSLFILE="ROOTFILE",100'), ERROR);
  t.is(bench.ask('AT+GTSSLFILE="KEYFILE",3'), ERROR);
  t.is(bench.ask('AT+GTSSLFILE="KEYFILE",8193'), ERROR);
  t.is(bench.module.trustFiles, 0);
});

test('a handshake without a synchronised clock is judged by the module\'s own idea of the time', (t) => {
  const bench = ModuleBench.online();
  t.true((bench.open(1, ',2').options.tls?.clock ?? 0) < Date.UTC(1970, 0, 2));
});

test('the uplink\'s refusal is what AT+GTSSLERR? tells, until the next handshake or power cut', (t) => {
  const bench = ModuleBench.online();
  bench.ask('AT+MQTTOPEN=1,"h",8883,1,60,2');
  bench.uplink.last.events.onRefused({ phase: 'tls', code: -11, reason: 'unknown certificate authority' });
  bench.time.advance(5000);
  t.is(bench.take(), lines('+MQTTOPEN: 1,0'));
  t.is(bench.ask('AT+GTSSLERR?'), lines('+GTSSLERR: -11', 'OK'));
  bench.open(2);
  t.is(bench.ask('AT+GTSSLERR?'), lines('+GTSSLERR: -11', 'OK'), 'a plain connection says nothing of it');
  bench.open(1, ',2');
  t.is(bench.ask('AT+GTSSLERR?'), lines('+GTSSLERR: 0', 'OK'));
});

test('certificates are gone after a power cut', (t) => {
  const bench = ModuleBench.online();
  upload(bench, 'TRUSTFILE', pem('root'));
  t.is(bench.module.trustFiles, 1);
  bench.module.reset();
  bench.time.advance(15000);
  bench.ask('ATE0');
  bench.ask('AT+MIPCALL=1');
  t.deepEqual(bench.open(1, ',2').options.tls?.trust, []);
});
