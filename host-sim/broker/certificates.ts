import { KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** ECDSA keys are made in no time, and their PEM texts are far below the 8192 bytes that a module takes. */
const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING_ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' } as const;

const DAY = 24 * 3600 * 1000;

/** PEM texts. */
export interface Credential {
  /** The certificate itself, and behind it those that lead from it to a root, the root not included. */
  readonly certificate: string;
  /** The private key, unencrypted. */
  readonly key: string;
}

/** From when to when a certificate holds. */
export interface Validity {
  /** The first moment at which it holds. */
  readonly from: Date;
  /** The last moment at which it holds. */
  readonly to: Date;
}

interface Subject {
  readonly name: string;
  readonly validity: Validity;
  readonly extensions: readonly Extension[];
}

type KeyPair = webcrypto.CryptoKeyPair;

/**
 * A certificate authority for one run: its key exists in this process only. A foreign authority is another one of these.
 */
export class CertificateAuthority {
  /** PEM text: what a module is given to trust. */
  readonly certificate: string;
  readonly #name: string;
  readonly #keys: KeyPair;
  /** PEM texts of the authorities between this one and the root, this one first; empty for the root. */
  readonly #path: string;

  private constructor(name: string, keys: KeyPair, certificate: string, path: string) {
    this.#name = name;
    this.#keys = keys;
    this.certificate = certificate;
    this.#path = path;
  }

  /** A root. Validity everywhere is a day back and a year on when not given. */
  static async create(name: string, validity = usualValidity()): Promise<CertificateAuthority> {
    const keys = await generateKeys();
    const subject = { name, validity, extensions: authorityExtensions() };
    return new CertificateAuthority(name, keys, await certify(subject, keys, name, keys), '');
  }

  /** An authority below this one, whose credentials carry its certificate with them. */
  async issueAuthority(name: string, validity = usualValidity()): Promise<CertificateAuthority> {
    const keys = await generateKeys();
    const subject = { name, validity, extensions: authorityExtensions() };
    const certificate = await certify(subject, keys, this.#name, this.#keys);
    return new CertificateAuthority(name, keys, certificate, certificate + this.#path);
  }

  /** For a server of these names or addresses, of which one at least is needed. */
  issueServer(hosts: readonly [string, ...string[]], validity = usualValidity()): Promise<Credential> {
    const names = hosts.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }));
    const extensions = [new SubjectAlternativeNameExtension(names), ...leafExtensions(ExtendedKeyUsage.serverAuth)];
    return this.#issue({ name: hosts[0], validity, extensions });
  }

  /** Issues a certificate by which a client of this name proves who it is. */
  issueClient(name: string, validity = usualValidity()): Promise<Credential> {
    return this.#issue({ name, validity, extensions: leafExtensions(ExtendedKeyUsage.clientAuth) });
  }

  async #issue(subject: Subject): Promise<Credential> {
    const keys = await generateKeys();
    const certificate = await certify(subject, keys, this.#name, this.#keys);
    const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
    return { certificate: certificate + this.#path, key };
  }
}

function generateKeys(): Promise<KeyPair> {
  return webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
}

async function certify(subject: Subject, keys: KeyPair, issuer: string, issuerKeys: KeyPair): Promise<string> {
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [subject.name] }],
    issuer: [{ CN: [issuer] }],
    notBefore: subject.validity.from,
    notAfter: subject.validity.to,
    publicKey: keys.publicKey,
    signingKey: issuerKeys.privateKey,
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      ...subject.extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuerKeys.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

function authorityExtensions(): Extension[] {
  return [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ];
}

function leafExtensions(usage: ExtendedKeyUsage): Extension[] {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usage]),
  ];
}

function usualValidity(): Validity {
  return { from: new Date(Date.now() - DAY), to: new Date(Date.now() + 365 * DAY) };
}
