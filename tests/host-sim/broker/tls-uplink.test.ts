import { once } from 'node:events';
import { createServer } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { CertificateAuthority, type Credential } from '../../../host-sim/broker/certificates.js';
import { startEmbeddedBroker } from '../../../host-sim/broker/embedded-broker.js';
import { MqttUplink } from '../../../host-sim/broker/mqtt-uplink.js';
import type { Refusal, TlsOptions } from '../../../host-sim/broker/uplink.js';
import { message, NotedClient } from './noted-client.js';

const HOST = 'broker.example';
const DAY = 24 * 3600 * 1000;

interface Served {
  /** Connects with these settings; what is not given verifies the server by `trust` at the host's clock. */
  connect(tls: Partial<TlsOptions>, host?: string): Promise<NotedClient>;
}

async function serve(t: ExecutionContext, server: Credential, clientAuthority?: string): Promise<Served> {
  const broker = await startEmbeddedBroker({ tls: { server, clientAuthority } });
  const clients: NotedClient[] = [];
  t.teardown(async () => {
    for (const client of clients) client.session.drop();
    await broker.close();
  });
  return {
    connect: async (settings, host = HOST) => {
      const tls: TlsOptions = { version: 4, isVerified: true, trust: [], clock: Date.now(), ...settings };
      const client = new NotedClient(new MqttUplink(broker), { host, port: 8883, tls });
      clients.push(client);
      await client.until(() => client.connected !== undefined || client.refusal !== undefined);
      return client;
    },
  };
}

test('a server whose certificate the trusted authority issued for its name is connected to', async (t) => {
  const authority = await CertificateAuthority.create('test root');
  const { connect } = await serve(t, await authority.issueServer([HOST, '192.0.2.1']));
  const client = await connect({ trust: [authority.certificate] });
  t.is(client.refusal, undefined);
  t.is(client.connected, false);
  client.subscribe('a', 1);
  await client.until(() => client.granted.length === 1);
  client.publish(message('a', 'secret', 1));
  await client.until(() => client.messages.length === 1);
  t.deepEqual(client.texts, ['a 1: secret']);
  t.is((await connect({ trust: [authority.certificate] }, '192.0.2.1')).connected, false);
});

test('trust is appended: the right authority may be the second, or share a text with others', async (t) => {
  const [foreign, authority] = await Promise.all([CertificateAuthority.create('foreign'), CertificateAuthority.create('root')]);
  const { connect } = await serve(t, await authority.issueServer([HOST]));
  t.is((await connect({ trust: [foreign.certificate, authority.certificate] })).connected, false);
  t.is((await connect({ trust: [`a bundle\n${foreign.certificate}\n${authority.certificate}`] })).connected, false);
});

test('a server of a foreign authority is refused, also when that has the same name, and when nothing is trusted', async (t) => {
  const [authority, foreign] = await Promise.all([CertificateAuthority.create('root'), CertificateAuthority.create('root')]);
  const { connect } = await serve(t, await foreign.issueServer([HOST]));
  for (const trust of [[authority.certificate], []]) {
    const client = await connect({ trust });
    t.like(client.refusal, { phase: 'tls', code: -11, reason: 'no trusted certificate leads to that of the server' });
  }
  t.like((await connect({ trust: ['no PEM'] })).refusal, { phase: 'tls', code: -11 });
});

test('without verification any server will do', async (t) => {
  const foreign = await CertificateAuthority.create('foreign');
  const expired = { from: new Date(Date.now() - 2 * DAY), to: new Date(Date.now() - DAY) };
  const { connect } = await serve(t, await foreign.issueServer(['elsewhere.example'], expired));
  t.is((await connect({ isVerified: false, clock: 0 })).connected, false);
});

test('a certificate for another host is refused', async (t) => {
  const authority = await CertificateAuthority.create('root');
  const { connect } = await serve(t, await authority.issueServer([HOST]));
  for (const host of ['other.example', '127.0.0.1', 'example']) {
    const client = await connect({ trust: [authority.certificate] }, host);
    t.like(client.refusal, { phase: 'tls', code: -11, reason: `the certificate is not for ${host}` });
  }
});

test('a certificate is judged by the clock of the module, whatever that of the host says', async (t) => {
  const always = { from: new Date(0), to: new Date(Date.now() + 3650 * DAY) };
  const authority = await CertificateAuthority.create('root', always);
  const trust = [authority.certificate];
  const valid = await serve(t, await authority.issueServer([HOST]));
  const tooEarly = await valid.connect({ trust, clock: Date.UTC(1980, 0, 6) });
  t.like(tooEarly.refusal, { phase: 'tls', code: -11 });
  t.regex(tooEarly.refusal?.reason ?? '', /not valid yet by the module's clock, 1980-01-06/);
  const tooLate = await valid.connect({ trust, clock: Date.now() + 1000 * DAY });
  t.like(tooLate.refusal, { phase: 'tls', code: -11 });
  t.regex(tooLate.refusal?.reason ?? '', /expired/);

  const expired = { from: new Date(Date.now() - 20 * DAY), to: new Date(Date.now() - 10 * DAY) };
  const old = await serve(t, await authority.issueServer([HOST], expired));
  t.like((await old.connect({ trust })).refusal, { phase: 'tls', code: -11 });
  t.is((await old.connect({ trust, clock: Date.now() - 15 * DAY })).connected, false);

  const future = { from: new Date(Date.now() + 10 * DAY), to: new Date(Date.now() + 20 * DAY) };
  const early = await serve(t, await authority.issueServer([HOST], future));
  t.like((await early.connect({ trust })).refusal, { phase: 'tls', code: -11 });
  t.is((await early.connect({ trust, clock: Date.now() + 15 * DAY })).connected, false);
});

test('the whole chain is judged: it must be there, and all of it be valid', async (t) => {
  const always = { from: new Date(0), to: new Date(Date.now() + 3650 * DAY) };
  const root = await CertificateAuthority.create('root', always);
  const between = await root.issueAuthority('between', { from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY) });
  const below = await between.issueAuthority('below', always);
  const trust = [root.certificate];
  const chained = await serve(t, await below.issueServer([HOST], always));
  t.is((await chained.connect({ trust })).connected, false);
  t.like((await chained.connect({ trust, clock: Date.now() + 2 * DAY })).refusal, { code: -11 });
  // A trusted certificate is the end of the chain, whether it is a root or not.
  t.is((await chained.connect({ trust: [below.certificate], clock: Date.now() + 2 * DAY })).connected, false);

  const credential = await below.issueServer([HOST]);
  const alone = credential.certificate.slice(0, credential.certificate.indexOf('-----END CERTIFICATE-----') + 26);
  const incomplete = await serve(t, { ...credential, certificate: alone });
  t.like((await incomplete.connect({ trust })).refusal, { code: -11 });
});

test('a certificate for clients is none for a server', async (t) => {
  const authority = await CertificateAuthority.create('root');
  const { connect } = await serve(t, await authority.issueClient(HOST));
  const client = await connect({ trust: [authority.certificate] });
  t.like(client.refusal, { phase: 'tls', code: -11 });
});

test('mutual TLS takes a client with a certificate of the right authority, and no other', async (t) => {
  const [authority, foreign] = await Promise.all([CertificateAuthority.create('root'), CertificateAuthority.create('foreign')]);
  const { connect } = await serve(t, await authority.issueServer([HOST]), authority.certificate);
  const trust = [authority.certificate];
  t.is((await connect({ trust, ...(await authority.issueClient('node')) })).connected, false);
  const without = await connect({ trust });
  t.like(without.refusal, { phase: 'tls', code: -7 });
  const wrong = await connect({ trust, ...(await foreign.issueClient('node')) });
  t.like(wrong.refusal, { phase: 'tls', code: -7 });
});

test("what is wrong with the module's own certificate or key has a code of its own", async (t) => {
  const authority = await CertificateAuthority.create('root');
  const { connect } = await serve(t, await authority.issueServer([HOST]), authority.certificate);
  const trust = [authority.certificate];
  const [one, other] = await Promise.all([authority.issueClient('one'), authority.issueClient('other')]);
  const codeOf = async (settings: Partial<TlsOptions>): Promise<unknown> => {
    const { refusal } = await connect({ trust, ...settings });
    return refusal?.phase === 'tls' && refusal.code;
  };
  t.is(await codeOf({ certificate: 'no PEM', key: one.key }), -12);
  t.is(await codeOf({ key: one.key }), -12);
  t.is(await codeOf({ certificate: one.certificate, key: 'no PEM' }), -13);
  t.is(await codeOf({ certificate: one.certificate }), -13);
  t.is(await codeOf({ certificate: one.certificate, key: other.key }), -14);
});

test('versions that OpenSSL refuses fail in the handshake, and all versions mean the newest', async (t) => {
  const authority = await CertificateAuthority.create('root');
  const { connect } = await serve(t, await authority.issueServer([HOST]));
  const trust = [authority.certificate];
  for (const version of [1, 2, 3, 5]) {
    t.like((await connect({ trust, version })).refusal, { phase: 'tls', code: -7 }, String(version));
  }
  for (const version of [0, 4, 6]) t.is((await connect({ trust, version })).connected, false, String(version));
});

/** What becomes of a connection to a server that says this to the first bytes it gets. */
async function refusalAfter(t: ExecutionContext, answer: Uint8Array): Promise<Refusal | undefined> {
  const server = createServer((socket) => socket.once('data', () => socket.end(answer)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  const tlsUrl = `mqtts://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const tls: TlsOptions = { version: 4, isVerified: false, trust: [], clock: 0 };
  const client = new NotedClient(new MqttUplink({ brokerUrl: tlsUrl, tlsUrl }), { tls });
  await client.until(() => client.refusal !== undefined);
  return client.refusal;
}

test('a server that speaks no TLS, or hangs up, fails the handshake', async (t) => {
  t.like(await refusalAfter(t, Buffer.from('220 smtp.example\r\n')), { phase: 'tls', code: -7 });
  t.like(await refusalAfter(t, new Uint8Array()), { phase: 'tls', code: -7 });
});

test("a server's alert about the certificate of the module has a code of its own, and others are the handshake's", async (t) => {
  const alert = (description: number): Uint8Array => Uint8Array.of(0x15, 3, 3, 0, 2, 2, description);
  const badCertificate = 42;
  const unsupportedCertificate = 43;
  const expiredCertificate = 45;
  const unknownAuthority = 48;
  for (const description of [badCertificate, unsupportedCertificate, expiredCertificate, unknownAuthority]) {
    t.like(await refusalAfter(t, alert(description)), { phase: 'tls', code: -19 });
  }
  const handshakeFailure = 40;
  const protocolVersion = 70;
  for (const description of [handshakeFailure, protocolVersion]) {
    t.like(await refusalAfter(t, alert(description)), { phase: 'tls', code: -7 });
  }
});

test('all PEM texts fit into a module, which takes 8192 bytes', async (t) => {
  const root = await CertificateAuthority.create('root');
  const between = await root.issueAuthority('between');
  const server = await between.issueServer([HOST]);
  for (const text of [root.certificate, server.certificate, server.key]) {
    t.regex(text, /^-----BEGIN [A-Z ]+-----\n[\s\S]+\n-----END [A-Z ]+-----\n$/);
    t.true(Buffer.byteLength(text) < 2500);
  }
});
