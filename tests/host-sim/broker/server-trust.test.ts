import { X509Certificate, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import test from 'ava';
import { reasonForDistrust } from '../../../host-sim/broker/tls/server-trust.js';

const HOST = 'broker.example';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const NOON = Date.UTC(2025, 5, 1, 12);
const HOUR = 3600 * 1000;

interface Party {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

async function party(name: string): Promise<Party> {
  return { name, keys: await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) };
}

async function certificate(
  subject: Party,
  issuer: Party,
  isAuthority: boolean,
  extensions: Extension[] = [],
): Promise<X509Certificate> {
  const made = await X509CertificateGenerator.create({
    subject: `CN=${subject.name}`,
    issuer: `CN=${issuer.name}`,
    notBefore: new Date(NOON - HOUR),
    notAfter: new Date(NOON + HOUR),
    publicKey: subject.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(isAuthority), ...extensions],
  });
  return new X509Certificate(made.toString('pem'));
}

const forHost = [new SubjectAlternativeNameExtension([{ type: 'dns', value: HOST }])];

test('a certificate between that is not an authority leads nowhere, however well it is signed', async (t) => {
  const [root, between, server] = await Promise.all([party('root'), party('between'), party('server')]);
  const anchors = [await certificate(root, root, true)];
  const leaf = await certificate(server, between, false, forHost);
  const judgement = { host: HOST, anchors, clock: NOON };
  t.is(reasonForDistrust([leaf, await certificate(between, root, true)], judgement), undefined);
  t.regex(reasonForDistrust([leaf, await certificate(between, root, false)], judgement) ?? '', /no trusted certificate/);
});

test('a signature by another key of the same name leads nowhere', async (t) => {
  const [root, impostor, server] = await Promise.all([party('root'), party('root'), party('server')]);
  const leaf = await certificate(server, impostor, false, forHost);
  const judgement = { host: HOST, anchors: [await certificate(root, root, true)], clock: NOON };
  t.regex(reasonForDistrust([leaf], judgement) ?? '', /no trusted certificate/);
});

test('authorities that certify each other do not make the search endless', async (t) => {
  const [one, other, server] = await Promise.all([party('one'), party('other'), party('server')]);
  const presented = [
    await certificate(server, one, false, forHost),
    await certificate(one, other, true),
    await certificate(other, one, true),
  ];
  t.regex(reasonForDistrust(presented, { host: HOST, anchors: [], clock: NOON }) ?? '', /no trusted certificate/);
});

test('a certificate for another host is none for this one', async (t) => {
  const root = await party('root');
  const own = await certificate(root, root, true, forHost);
  t.is(reasonForDistrust([own], { host: HOST, anchors: [own], clock: NOON }), undefined);
  t.regex(reasonForDistrust([own], { host: `other.${HOST}`, anchors: [own], clock: NOON }) ?? '', /is not for other/);
});

test('validity ends with its last second and begins with its first', async (t) => {
  const root = await party('root');
  const own = await certificate(root, root, true, forHost);
  const reasonAt = (clock: number): string | undefined => reasonForDistrust([own], { host: HOST, anchors: [own], clock });
  t.is(reasonAt(NOON - HOUR), undefined);
  t.is(reasonAt(NOON + HOUR), undefined);
  t.regex(reasonAt(NOON - HOUR - 1000) ?? '', /not valid yet/);
  t.regex(reasonAt(NOON + HOUR + 1000) ?? '', /expired/);
});

test('a server without a certificate is not trusted', (t) => {
  t.regex(reasonForDistrust([], { host: HOST, anchors: [], clock: NOON }) ?? '', /no certificate/);
});
