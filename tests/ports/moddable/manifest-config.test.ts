import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { nodeSettings } from '../../../modules/firmware/configuration.js';
import { manifestSettings } from '../../../modules/firmware/manifest-config.js';
import { CERTIFICATE, KEY } from '../../modem/modem-bench.js';
import { check } from '../../property.js';

const NEEDED = { nodeId: 'node-1', broker: 'broker.example.com' };

test('every name reaches the part that it is for', (t) => {
  const { serial, powerKey, resetPin, interval, encoding, powerSaving, topics, configuration } = manifestSettings({
    nodeId: 'roof-1',
    topicPrefix: 'city',
    interval: '5000',
    QoS: '0',
    publishWindow: '16',
    apn: 'CMNET',
    apnUser: 'user',
    apnPassword: 'word',
    simPin: '1234',
    broker: 'b.example.com',
    brokerPort: '8884',
    tls: 'true',
    trust: CERTIFICATE,
    certificate: CERTIFICATE,
    key: KEY,
    user: 'green',
    password: 'house',
    clientId: 'roof',
    keepAlive: '30000',
    port: '2',
    baud: '921600',
    receive: '5',
    transmit: '6',
    powerKey: '4',
    powerKeyPressed: '1',
    powerKeyTime: '800',
    powerKeyOffTime: '4000',
    resetPin: '5',
    resetPinActive: '1',
    resetPinTime: '300',
    encoding: 'cbor',
    messageLimit: '1024',
    backlog: '2048',
    backlogPause: '0',
    dutyCycle: '3600000',
    dutyCycleLimit: '300000',
    psmUpdate: '86400',
    psmActive: '10',
    edrx: '81.92',
    radioOff: 'true',
    timeServers: 'ntp.example.com,10.0.0.1:1123',
    topicReadings: 'plant/{nodeId}/air',
  });
  t.deepEqual(serial, { port: 2, baud: 921600, receive: 5, transmit: 6 });
  t.deepEqual(powerKey, { pin: 4, pressed: 1, duration: 800, offDuration: 4000 });
  t.is(interval, 5000);
  t.is(encoding, 'cbor');
  t.deepEqual(powerSaving, { psm: { update: 86_400, active: 10 }, edrx: 81.92, radioOff: true });
  t.deepEqual(topics, { readings: 'plant/{nodeId}/air' });
  t.deepEqual(resetPin, { pin: 5, active: 1, duration: 300 });
  t.deepEqual(configuration, {
    nodeId: 'roof-1',
    topicPrefix: 'city',
    QoS: 0,
    publishWindow: 16,
    messageLimit: 1024,
    backlog: { limit: 2048, pause: 0 },
    dutyCycle: { period: 3_600_000, limit: 300_000 },
    network: {
      apn: 'CMNET',
      user: 'user',
      password: 'word',
      pin: '1234',
      timeServers: [{ host: 'ntp.example.com' }, { host: '10.0.0.1', port: 1123 }],
      tls: { trust: CERTIFICATE, certificate: CERTIFICATE, key: KEY },
    },
    broker: {
      host: 'b.example.com',
      port: 8884,
      tls: true,
      user: 'green',
      password: 'house',
      clientId: 'roof',
      keepAlive: 30000,
    },
  });
  t.notThrows(() => nodeSettings(configuration));
});

test('what is absent or empty is left to the defaults, and no property of the port is there undefined', (t) => {
  for (const empty of [{}, { apn: '', port: '', baud: '', receive: '', powerKey: '', trust: '', tls: '', interval: '' }]) {
    const { serial, powerKey, interval, encoding, powerSaving, configuration } = manifestSettings({ ...NEEDED, ...empty });
    t.deepEqual(Object.keys(serial), []);
    t.is(powerKey, undefined);
    t.is(interval, 60_000);
    t.is(powerSaving, undefined);
    t.is(encoding, 'json');
    t.like(nodeSettings(configuration), { QoS: 1, broker: { port: 1883, tls: false } });
  }
});

test('Zephyr names its ports, Linux its device', (t) => {
  t.deepEqual(manifestSettings({ ...NEEDED, port: 'uart1', baud: 115200 }).serial, { port: 'uart1', baud: 115200 });
  t.deepEqual(manifestSettings({ ...NEEDED, device: '/dev/ttyUSB2' }).serial, { device: '/dev/ttyUSB2' });
});

test('a root certificate alone asks for TLS, and can be told not to', (t) => {
  t.true(manifestSettings({ ...NEEDED, trust: CERTIFICATE }).configuration.broker.tls);
  t.false(manifestSettings({ ...NEEDED, trust: CERTIFICATE, tls: 'false' }).configuration.broker.tls);
});

test('a number is the same in digits; what else looks like one is refused', (t) => {
  check(
    t,
    fc.property(fc.nat(), (number) => {
      const { interval } = manifestSettings({ ...NEEDED, interval: `${number}` });
      assert.equal(interval, number);
      assert.equal(manifestSettings({ ...NEEDED, interval: number }).interval, number);
    }),
  );
  for (const interval of ['1e3', '0x10', ' 5', '5 ', '-1', '1.5', 1.5, NaN, true, null, {}]) {
    t.throws(() => manifestSettings({ ...NEEDED, interval }), { message: /^config\.interval: must be a whole number/ });
  }
});

test('a refused value is not repeated: it may be a password', (t) => {
  const error = t.throws(() => manifestSettings({ ...NEEDED, password: ['secret'] }), { message: /^config\.password/ });
  t.false(error?.message.includes('secret'));
});

test('what is none of its kind is refused by name', (t) => {
  const refusals: [object, RegExp][] = [
    [{ encoding: 'xml' }, /^config\.encoding: must be one of json, cbor, senml/],
    [{ edrx: 'often' }, /^config\.edrx: must be a number/],
    [{ psmUpdate: '60' }, /^config\.psmActive: is required/],
    [{ timeServers: 'ntp.example.com:x' }, /^config\.timeServers: must be host/],
  ];
  for (const [config, message] of refusals) t.throws(() => manifestSettings({ ...NEEDED, ...config }), { message });
});
