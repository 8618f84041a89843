import test from 'ava';
import { validateArguments } from '../../modules/at/send/writer.js';
import type { CellularError } from '../../modules/base/errors.js';
import { mqttOpen } from '../../modules/fibocom/mqtt.js';
import { dial, synchroniseTime } from '../../modules/fibocom/network.js';
import { nodeSettings } from '../../modules/firmware/configuration.js';
import { ModemBench } from '../modem/modem-bench.js';

const open = (host: string): void => validateArguments(mqttOpen, [1, host, 1883, 1, 60]);
const synchronise = (host: string): void => validateArguments(synchroniseTime, [host, 123]);
const call = (apn: string): void => validateArguments(dial, [1, apn]);

for (const host of ['broker.example.com', 'localhost', '10.0.0.1', 'a_b.example', 'xn--bcher-kva.example', '::1', '2408:8462:5610:1::1', '::ffff:10.0.0.1', 'UPPER.Example']) {
  test(`${host} is a host`, (t) => {
    t.notThrows(() => open(host));
    t.notThrows(() => synchronise(host));
  });
}

for (const [host, why] of [
  ['tcp://broker.example.com', /without what precedes it in a URL/],
  ['mqtt://broker.example.com:1883', /without what precedes/],
  ['MQTTS://broker', /without what precedes/],
  ['broker.example.com:1883', /without the port/],
  ['10.0.0.1:1883', /without the port/],
  ['broker:', /without the port/],
  ['broker.example.com/mqtt', /without what follows it/],
  ['broker.example.com?x', /without what follows it/],
  ['me:secret@broker.example.com', /without user and password/],
  ['broker example.com', /blank/],
  [' broker.example.com', /blank/],
  ['broker.example.com ', /blank/],
  ['.example.com', /dots/],
  ['broker..com', /dots/],
  ['broker.example.com.', /dots/],
  ['.', /dots/],
  ['[::1]', /brackets/],
  ['bücher.example', /ASCII/],
  ['broker,example', /letters, digits/],
  ['broker\\n', /letters, digits/],
  ['1:2', /port/],
  ['a::g', /port/],
] as const) {
  test(`${JSON.stringify(host)} is none, and it is said why`, (t) => {
    for (const validate of [open, synchronise]) {
      const error = t.throws<CellularError>(() => validate(host), { code: 'invalid-argument', message: /^host: / });
      t.regex(error?.message ?? '', why);
      t.false(error?.message.includes('secret'));
    }
  });
}

test('the name of an access point is no URL', (t) => {
  for (const apn of ['', 'cmiot', 'iot.1nce.net', 'web@provider', 'a_b*']) t.notThrows(() => call(apn), apn);
  for (const apn of ['http://cmiot', 'cmiot:80', 'cm iot', ' cmiot', 'cmiot.', '.cmiot', 'a..b', 'cmiot/x']) {
    t.throws(() => call(apn), { code: 'invalid-argument', message: /^apn: / }, apn);
  }
});

test('all of it is refused before a byte is sent', (t) => {
  const bench = new ModemBench();
  bench.module.powerOn();
  t.throws(() => bench.modem.connect({ apn: 'http://cmiot' }), { code: 'invalid-argument' });
  t.throws(() => bench.modem.connect({ timeServers: [{ host: 'pool.ntp.org:123' }] }), { code: 'invalid-argument' });
  t.throws(() => nodeSettings({ nodeId: 'n', broker: { host: 'tcp://broker' } }), { code: 'invalid-argument' });
  bench.time.advance(1000);
  t.deepEqual(bench.sent(), []);
});
