import test from 'ava';
import type { CellularError } from '../../modules/base/errors.js';
import { type ConnectOptions, connectSettings } from '../../modules/modem/connect-options.js';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n';

test('the defaults', (t) => {
  const settings = connectSettings({});
  t.is(settings.registrationLimit, 420_000);
  t.true(settings.isRoamingAllowed);
  t.true(settings.timeServers.length > 1);
  t.is(settings.tls, undefined);
  t.is(settings.apn, undefined);
});

test('TLS is 1.2 and verified, unless something weaker is asked for by name', (t) => {
  const settings = connectSettings({ tls: { trust: CERTIFICATE } });
  t.is(settings.tls?.version, 4);
  t.true(settings.tls?.isVerified);
  const weak = connectSettings({ tls: { verify: false, version: 2 } });
  t.is(weak.tls?.version, 2);
  t.false(weak.tls?.isVerified);
});

test('trust comes first, the key last', (t) => {
  const { tls } = connectSettings({ tls: { trust: [CERTIFICATE, CERTIFICATE], certificate: CERTIFICATE, key: KEY } });
  t.deepEqual(tls?.files.map(({ type }) => type), ['TRUSTFILE', 'TRUSTFILE', 'CERTFILE', 'KEYFILE']);
});

test('a time server has its usual port', (t) => {
  t.deepEqual(connectSettings({ timeServers: [{ host: 'ntp.example' }] }).timeServers, [{ host: 'ntp.example', port: 123 }]);
  t.deepEqual(connectSettings({ timeServers: [] }).timeServers, []);
});

const refused: readonly (readonly [string, ConnectOptions, RegExp])[] = [
  ['a quote in the APN', { apn: 'cm"net' }, /^apn: must not hold a double quote/],
  ['a line end in the APN', { apn: 'cmnet\r\nAT+CFUN=15' }, /^apn: must not hold control characters/],
  ['an APN that is too long', { apn: 'a'.repeat(101) }, /^apn: must be 0 to 100 bytes/],
  ['bytes as APN', { apn: new Uint8Array(3) as unknown as string }, /^apn: must be a string/],
  ['a quote in the password', { apn: 'a', user: 'u', password: '"' }, /^password: must not hold a double quote/],
  ['a user without a password', { apn: 'a', user: 'u' }, /^password: is required/],
  ['a password without a user', { apn: 'a', password: 'p' }, /^user: is required/],
  ['a user without an APN', { user: 'u', password: 'p' }, /^apn: is required/],
  ['authentication without a user', { apn: 'a', authentication: 1 }, /^user: is required/],
  ['an unknown authentication', { apn: 'a', user: 'u', password: 'p', authentication: 4 }, /^authentication: must be/],
  ['a PIN that is too short', { pin: '123' }, /^pin: must be 4 to 8 bytes/],
  ['a PIN of letters', { pin: '12a4' }, /^pin: must be digits/],
  ['a limit below a second', { registrationLimit: 999 }, /^registrationLimit/],
  ['a limit that is no number', { registrationLimit: NaN }, /^registrationLimit/],
  ['a time server without a name', { timeServers: [{ host: '' }] }, /^host: must be 1 to 255 bytes/],
  ['a time server with a port beyond', { timeServers: [{ host: 'a', port: 65536 }] }, /^port: must be/],
  ['a quote in a time server', { timeServers: [{ host: 'a"b' }] }, /^host: must not hold a double quote/],
  ['roaming as a word', { roaming: 'no' as unknown as boolean }, /^roaming/],
  ['verified TLS that trusts nobody', { tls: {} }, /^tls.trust: is required unless verify is false/],
  ['a certificate without its key', { tls: { trust: CERTIFICATE, certificate: CERTIFICATE } }, /^tls.key: is required/],
  ['a key without its certificate', { tls: { trust: CERTIFICATE, key: KEY } }, /^tls.certificate: is required/],
  ['a key that is none', { tls: { trust: CERTIFICATE, certificate: CERTIFICATE, key: CERTIFICATE } }, /^tls.key: must hold PRIV/],
  ['a trust file without its END', { tls: { trust: [CERTIFICATE, CERTIFICATE.slice(0, 40)] } }, /^tls.trust\[1\]: section/],
  ['an empty trust file', { tls: { trust: '' } }, /^tls.trust\[0\]: must be 4 to 8192 bytes/],
  ['a trust file that is too long', { tls: { trust: CERTIFICATE.repeat(200) } }, /^tls.trust\[0\]: must be 4 to 8192 bytes long/],
  ['a TLS version that is not one', { tls: { trust: CERTIFICATE, version: 7 } }, /^version: must be/],
  ['verify as a number', { tls: { trust: CERTIFICATE, verify: 0 as unknown as boolean } }, /^tls.verify/],
];
for (const [name, options, message] of refused) {
  test(`refused: ${name}`, (t) => {
    const error = t.throws(() => connectSettings(options)) as CellularError;
    t.is(error.code, 'invalid-argument');
    t.regex(error.message, message);
    t.false(error.isRetryable);
  });
}

test('what is no option is refused by name, with those there are', (t) => {
  const misspelt: [string, object][] = [
    ['Apn', { Apn: 'CMNET' }],
    ['tls.ca', { tls: { ca: CERTIFICATE } }],
    ['timeServers[0].adress', { timeServers: [{ adress: 'pool.ntp.org' }] }],
  ];
  for (const [name, options] of misspelt) {
    const error = t.throws(() => connectSettings(options as ConnectOptions)) as CellularError;
    t.is(error.code, 'invalid-argument');
    t.true(error.message.startsWith(`${name}: is no option; `), error.message);
  }
});
