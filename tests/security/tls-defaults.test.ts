import test from 'ava';
import { fibocom } from '../../modules/fibocom/dialect.js';
import type { CellularError } from '../../modules/base/errors.js';
import { connectSettings } from '../../modules/modem/connect-options.js';
import { type TlsOptions, tlsSettings } from '../../modules/modem/tls-options.js';
import { nodeSettings } from '../../modules/firmware/configuration.js';
import { CERTIFICATE, KEY } from './canaries.js';

/** As a program without types, or a configuration file, can give them. */
function given(options: object): TlsOptions {
  return options as TlsOptions;
}

test('TLS 1.2, and the certificate verified, where nothing else is asked for', (t) => {
  t.like(tlsSettings({ trust: CERTIFICATE }, fibocom.tls), { version: 4, isVerified: true });
  t.like(tlsSettings(given({ trust: CERTIFICATE, version: undefined, verify: undefined }), fibocom.tls), { version: 4, isVerified: true });
});

test('only the named options weaken it', (t) => {
  t.like(tlsSettings({ trust: CERTIFICATE, verify: false }, fibocom.tls), { version: 4, isVerified: false });
  t.like(tlsSettings({ trust: CERTIFICATE, version: 2 }, fibocom.tls), { version: 2, isVerified: true });
});

const SILENT: Readonly<Record<string, object>> = {
  'no authority': {},
  'an empty list of authorities': { trust: [] },
  'an authority that is no text': { trust: 1 },
  'an authority that is no certificate': { trust: KEY },
  'verify that is no boolean': { trust: CERTIFICATE, verify: 0 },
  'verify as text': { trust: CERTIFICATE, verify: 'false' },
  'verify that is null': { verify: null },
  'a version as text': { trust: CERTIFICATE, version: '2' },
  'a version out of bounds': { trust: CERTIFICATE, version: 7 },
  'a version that is no whole number': { trust: CERTIFICATE, version: 1.5 },
  'verfiy, a misspelling': { trust: CERTIFICATE, verfiy: false },
  'Verify, of another case': { trust: CERTIFICATE, Verify: true },
  'rejectUnauthorized, another library’s name': { trust: CERTIFICATE, rejectUnauthorized: false },
  'insecure, another one': { trust: CERTIFICATE, insecure: true },
  'minVersion, another one': { trust: CERTIFICATE, minVersion: 'TLSv1' },
};

for (const [what, options] of Object.entries(SILENT)) {
  test(`refused, whoever takes it: ${what}`, (t) => {
    const tls = given(options);
    const broker = { host: 'broker.example.com', tls: true };
    for (const take of [
      () => tlsSettings(tls, fibocom.tls),
      () => connectSettings({ tls }),
      () => nodeSettings({ nodeId: 'n', broker, network: { tls } }),
    ]) {
      const error = t.throws<CellularError>(take);
      t.is(error.code, 'invalid-argument');
      t.regex(error.message, /^(tls\.|version:)/);
    }
  });
}

test('a broker is not reached without TLS, nor with TLS that was not set up, because of a misspelling', (t) => {
  for (const tls of [{ tsl: true }, { TLS: true }, { tls: 'yes' }, { tls: true }]) {
    const broker = { host: 'h', ...tls } as { readonly host: string };
    const error = t.throws<CellularError>(() => nodeSettings({ nodeId: 'n', broker }));
    t.is(error.code, 'invalid-argument');
  }
});
