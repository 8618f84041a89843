import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { nodeSettings } from '../../../modules/firmware/configuration.js';
import { manifestSettings } from '../../../modules/firmware/manifest-config.js';
import { CERTIFICATE, KEY } from '../../modem/modem-bench.js';
import { check } from '../../property.js';

const NEEDED = { nodeId: 'node-1', broker: 'broker.example.com' };

test('every name reaches the part that it is for', (t) => {
  const { serial, powerKey, resetPin, interval, configuration } = manifestSettings({
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
  });
  t.deepEqual(serial, { port: 2, baud: 921600, receive: 5, transmit: 6 });
  t.deepEqual(powerKey, { pin: 4, pressed: 1, duration: 800, offDuration: 4000 });
  t.is(interval, 5000);
  t.deepEqual(resetPin, { pin: 5, active: 1, duration: 300 });
  t.deepEqual(configuration, {
    nodeId: 'roof-1',
    topicPrefix: 'city',
    QoS: 0,
    publishWindow: 16,
    network: {
      apn: 'CMNET',
      user: 'user',
      password: 'word',
      pin: '1234',
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
    const { serial, powerKey, interval, configuration } = manifestSettings({ ...NEEDED, ...empty });
    t.deepEqual(Object.keys(serial), []);
    t.is(powerKey, undefined);
    t.is(interval, 60_000);
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
