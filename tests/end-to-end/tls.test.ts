import test, { type ExecutionContext } from 'ava';
import { CertificateAuthority, type Credential } from '../../host-sim/broker/certificates.js';
import type { CellularError } from '../../modules/base/errors.js';
import type { TlsOptions } from '../../modules/modem/tls-options.js';
import { RealBench, type RealBenchOptions } from '../support/real-bench.js';

const HOST = 'broker.example.com';
const DAY = 24 * 3600 * 1000;
/** What the module says of a server that it does not trust, whatever the reason. */
const DISTRUST = '-11';

// Made once: none of them is changed.
const root = await CertificateAuthority.create('Root');
/** Below the root: what it issues is trusted by way of its own certificate, which the server presents. */
const intermediate = await root.issueAuthority('Intermediate');
const foreign = await CertificateAuthority.create('Foreign');
const server = await root.issueServer([HOST]);
const trust = root.certificate;

interface Scene extends Pick<RealBenchOptions, 'module'> {
  /** The broker's; good when not given. */
  readonly credential?: Credential;
  /** Clients need a certificate from it. */
  readonly clientAuthority?: string;
  /** What the modem is told; to trust the root and nothing else when not given. */
  readonly tls?: TlsOptions;
}

function secureBench(t: ExecutionContext, scene: Scene): Promise<RealBench> {
  const { credential = server, clientAuthority, tls = { trust }, module } = scene;
  return RealBench.up(t, { module, broker: { tls: { server: credential, clientAuthority } } }, { tls });
}

/** How a connection that must not come about ends. */
async function failure(t: ExecutionContext, scene: Scene): Promise<CellularError> {
  const bench = await secureBench(t, scene);
  const client = bench.client({ host: HOST, tls: true, will: { topic: 'node/status', message: 'never told' } });
  const error = await client.ended('the handshake has failed');
  t.deepEqual(client.controls, []);
  t.deepEqual(bench.received, []);
  return error;
}

test('a server is trusted by way of its intermediate authority, and bytes pass both ways', async (t) => {
  const bench = await secureBench(t, { credential: await intermediate.issueServer([HOST]) });
  const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
  const client = await bench.connectedClient({ host: HOST, tls: true });
  await client.subscribe('echo', 2);
  await client.publish('echo', bytes, 2);
  t.deepEqual((await client.received(1))[0].payload, bytes);
  t.deepEqual((await bench.message('echo')).payload, bytes);
});

test('the right authority may be one of several', async (t) => {
  const bench = await secureBench(t, { tls: { trust: [foreign.certificate, trust] } });
  await t.notThrowsAsync(bench.connectedClient({ host: HOST, tls: true }));
  t.is(bench.module.trustFiles, 2);
});

test('the files are loaded again after each start of the module, and only then', async (t) => {
  const bench = await secureBench(t, {});
  const first = await bench.connectedClient({ host: HOST, tls: true });
  bench.module.reset();
  await first.ended('the restart is noticed');
  first.client.close();
  await bench.until(() => bench.modem.connection === 500, 'the modem is up again');
  await t.notThrowsAsync(bench.connectedClient({ host: HOST, tls: true }));
  t.is(bench.module.trustFiles, 1);
});

test('a server of another authority is not trusted', async (t) => {
  const error = await failure(t, { credential: await foreign.issueServer([HOST]) });
  t.like(error, { code: 'tls', result: DISTRUST });
  t.regex(error.message, /not trusted.*CA/);
});

test('an expired server certificate is not trusted', async (t) => {
  const credential = await root.issueServer([HOST], { from: new Date(Date.now() - 2 * DAY), to: new Date(Date.now() - DAY) });
  const error = await failure(t, { credential });
  t.like(error, { code: 'tls', result: DISTRUST });
  t.regex(error.message, /not valid at the time/);
});

test('a certificate for another name is not trusted', async (t) => {
  const error = await failure(t, { credential: await root.issueServer(['other.example.com']) });
  t.like(error, { code: 'tls', result: DISTRUST });
});

test('by a clock that is years ahead no certificate is valid, and the error says to look at the clock', async (t) => {
  const error = await failure(t, { module: { utcNow: () => Date.now() + 5 * 365 * DAY } });
  t.like(error, { code: 'tls', result: DISTRUST });
  t.regex(error.message, /clock/);
});

test('with a clock that no time server has set TLS is not even tried, and plain connections go on', async (t) => {
  const bench = await secureBench(t, { module: { profile: { ntpServers: [] } } });
  const error = await bench.client({ host: HOST, tls: true }).ended('TLS is refused');
  t.is(error.code, 'no-time');
  t.regex(error.message, /clock/);
  await t.notThrowsAsync(bench.connectedClient({ host: HOST, tls: false }));
});

test('a server that is not verified is taken as it is, when that was asked for by name', async (t) => {
  const bench = await secureBench(t, { credential: await foreign.issueServer(['other.example.com']), tls: { verify: false } });
  await t.notThrowsAsync(bench.connectedClient({ host: HOST, tls: true }));
});

test('mutual TLS: a client with a certificate of the right authority is let in', async (t) => {
  const { certificate, key } = await intermediate.issueClient('node-1');
  const bench = await secureBench(t, { clientAuthority: trust, tls: { trust, certificate, key } });
  const client = await bench.connectedClient({ host: HOST, tls: true });
  await client.publish('node/in', 'x');
  await t.notThrowsAsync(bench.message('node/in'));
});

test('mutual TLS: a client without a certificate is not let in', async (t) => {
  const error = await failure(t, { clientAuthority: trust });
  t.is(error.code, 'tls');
});

test('mutual TLS: a client with a certificate of a foreign authority is not let in', async (t) => {
  const { certificate, key } = await foreign.issueClient('node-1');
  const error = await failure(t, { clientAuthority: trust, tls: { trust, certificate, key } });
  t.is(error.code, 'tls');
});

test('mutual TLS: a key that is not the certificate’s is named', async (t) => {
  const { certificate } = await root.issueClient('node-1');
  const { key } = await root.issueClient('node-2');
  const error = await failure(t, { clientAuthority: trust, tls: { trust, certificate, key } });
  t.is(error.code, 'tls');
  t.regex(error.message, /certificate or key/);
});

test('a plain broker does not speak TLS', async (t) => {
  const bench = await RealBench.up(t, {}, { tls: { trust } });
  const error = await bench.client({ host: HOST, tls: true }).ended('the connection has failed');
  t.is(error.code, 'connection-refused');
});

test('a broken PEM text is refused before a byte is sent', async (t) => {
  const { certificate, key } = await root.issueClient('node-1');
  const broken: Readonly<Record<string, TlsOptions>> = {
    'without its end': { trust: trust.replace('-----END', '') },
    'empty': { trust: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' },
    'a key for a certificate': { trust: key },
    'a certificate for a key': { trust, certificate, key: certificate },
    'a certificate alone': { trust, certificate },
    'with another byte': { trust: trust.replace('M', '\u0000') },
    'too long': { trust: trust.repeat(20) },
    'nobody to trust': {},
  };
  const bench = await RealBench.start(t);
  let sent = 0;
  bench.uart.onTraffic = (direction, bytes) => {
    if (direction === 'to-module') sent += bytes.length;
  };
  await bench.powerOn();
  for (const [what, tls] of Object.entries(broken)) {
    t.throws(() => bench.modem.connect({ tls }), { code: 'invalid-argument', message: /tls\./ }, what);
  }
  // A round trip to the broker is time enough for a byte to show on the line.
  await bench.observer.publish('meanwhile', '');
  t.is(sent, 0);
  t.is(bench.modem.state, 'idle');
  // A modem that has refused all that is none the worse for it.
  bench.modem.connect({ tls: { trust } });
  await bench.until(() => bench.modem.connection === 500, 'the modem is up');
  t.is(bench.modem.tlsProblem, undefined);
});
